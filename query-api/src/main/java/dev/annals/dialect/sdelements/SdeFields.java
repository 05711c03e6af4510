package dev.annals.dialect.sdelements;

import dev.annals.dialect.sdelements.presentation.PresentationValues;
import dev.annals.model.Activity;
import dev.annals.model.JsonText;
import dev.annals.model.Presentation;
import dev.annals.processor.view.ActivityIndexing.DialectFields;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * SD Elements' names over the fields of an activity: the entities that its filters ask for, and what the dialect adds to the index, the
 * data that a producer wants shown.
 */
public record SdeFields() implements DialectFields {
    /** The entities that activities refer to, by their keys in data. */
    static final List<String> ENTITIES =
            List.of("application", "business_unit", "project", "user", "group", "standard");

    private static final String PRESENTATION_DATA = "presentation.data";

    /**
     * A scalar at the top level of the producer's presentation data, as text; under the keys that SD Elements filters by also
     * the elements of a list, so several values.
     */
    public static Field presentationData(String key) {
        return Field.keyed(PRESENTATION_DATA, Field.Kind.ID, key);
    }

    @Override
    public Set<String> columns() {
        return Set.of(PRESENTATION_DATA);
    }

    @Override
    public void each(Activity activity, BiConsumer<Field, String> values) {
        PresentationValues.of(data(activity))
                .forEach(value -> values.accept(presentationData(value.key()), value.text()));
    }

    @Override
    public List<String> of(Activity activity, Field field) {
        return PresentationValues.of(data(activity), field.keys().get(0));
    }

    private static @Nullable JsonText data(Activity activity) {
        Presentation presentation = activity.presentation();
        return presentation == null ? null : presentation.data();
    }
}
