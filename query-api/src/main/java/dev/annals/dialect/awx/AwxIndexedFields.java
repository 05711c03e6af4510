package dev.annals.dialect.awx;

import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.relations.AwxAssociation;
import dev.annals.model.Activity;
import dev.annals.model.RelatedObject;
import dev.annals.processor.view.ActivityIndexing.DialectFields;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What AWX adds to the index: its text of the changes, and its name of an association. */
public record AwxIndexedFields() implements DialectFields {
    /** The text of {@link ChangesDocument#searched}. */
    public static final Field CHANGES = Field.of("changes", Field.Kind.LONG_TEXT);

    /** {@link AwxAssociation#type}; missing when it is empty. */
    static final Field RELATIONSHIP_TYPE = Field.of("awx.object_relationship_type", Field.Kind.TEXT);

    /** The JSON text of AWX's {@code setting}; missing when it is empty. */
    static final Field SETTING = Field.of("awx.setting", Field.Kind.TEXT);

    private static final String PARENT = "awx.parent";

    /** Ids of the objects of one type that an activity only shows; several values. */
    static Field parent(String type) {
        return Field.keyed(PARENT, Field.Kind.ID, type);
    }

    @Override
    public Set<String> columns() {
        return Set.of(CHANGES.column(), RELATIONSHIP_TYPE.column(), SETTING.column(), PARENT);
    }

    @Override
    public List<Field> texts() {
        return List.of(CHANGES);
    }

    @Override
    public void each(Activity activity, BiConsumer<Field, String> values) {
        for (Field field : List.of(CHANGES, RELATIONSHIP_TYPE, SETTING)) {
            of(activity, field).forEach(value -> values.accept(field, value));
        }
        shown(activity).forEach(object -> values.accept(parent(AwxTypes.of(object.type())), object.id()));
    }

    @Override
    public List<String> of(Activity activity, Field field) {
        if (field.column().equals(PARENT)) {
            return shown(activity)
                    .filter(object -> parent(AwxTypes.of(object.type())).equals(field))
                    .map(RelatedObject::id)
                    .toList();
        }
        String value = field.equals(CHANGES)
                ? ChangesDocument.searched(activity)
                : field.equals(SETTING)
                        ? AwxSummary.settingText(activity, " ")
                        : AwxAssociation.of(activity).type();
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private static Stream<RelatedObject> shown(Activity activity) {
        return activity.related().stream().filter(RelatedObject::shown);
    }
}
