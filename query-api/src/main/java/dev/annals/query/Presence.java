package dev.annals.query;

import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import java.util.Map;

/** Which documents have a value in a field, by the cheapest filter: fields that always occur together stand in for each other. */
final class Presence {
    /** Columns that have a value exactly when another column, with few distinct values, has one. */
    private static final Map<String, Field> STAND_INS = Map.of(
            "actor.id", ActivityFields.ACTOR_TYPE,
            "object2.id", ActivityFields.OBJECT2_TYPE);

    private Presence() {}

    /** A filter for the documents with a value in the field; {@link Filter#ALL} when all have one. */
    static Filter of(Field field) {
        if (!field.keys().isEmpty()) {
            String type = field.keys().get(0);
            return switch (field.column()) {
                case "link.id" -> new Filter.Term(ActivityFields.LINK_TYPE, type);
                case "object.id" -> new Filter.Term(CommitFields.OBJECT_TYPE, type);
                case "subject.id" -> new Filter.Term(CommitFields.SUBJECT_TYPE, type);
                default -> new Filter.Range(field, null, null);
            };
        }
        return switch (field.column()) {
            case "id", "number", "time", "operation", "service", "object.type", "object.id", "link.type", "changes" ->
                Filter.ALL;
            default -> new Filter.Range(STAND_INS.getOrDefault(field.column(), field), null, null);
        };
    }
}
