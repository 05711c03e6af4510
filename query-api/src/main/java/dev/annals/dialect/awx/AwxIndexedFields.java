package dev.annals.dialect.awx;

import dev.annals.model.Activity;
import dev.annals.processor.view.DialectFields;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** What AWX adds to the index: its text of the changes. */
public record AwxIndexedFields() implements DialectFields {
    /** The text of {@link ChangesDocument}. */
    public static final Field CHANGES = Field.of("changes", Field.Kind.LONG_TEXT);

    @Override
    public Set<String> columns() {
        return Set.of(CHANGES.column());
    }

    @Override
    public void each(Activity activity, BiConsumer<Field, String> values) {
        values.accept(CHANGES, ChangesDocument.of(activity));
    }

    @Override
    public List<String> of(Activity activity, Field field) {
        return List.of(ChangesDocument.of(activity));
    }
}
