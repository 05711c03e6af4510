package dev.annals.processor.view;

import dev.annals.model.Activity;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Presentation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an activity has in its fields.
 *
 * @param activity the activity
 * @param dialects the fields that the dialects add, by column
 */
public record ActivityValues(Activity activity, Map<String, DialectFields> dialects) implements FieldValues {
    @Override
    public List<String> of(Field field) {
        ActivityColumns.Column column = ActivityColumns.BY_NAME.get(field.column());
        if (column != null) {
            String value = column.value().apply(activity);
            return value == null ? List.of() : List.of(value);
        }
        DialectFields dialect = dialects.get(field.column());
        if (dialect != null) {
            return dialect.of(activity, field);
        }
        return switch (field.column()) {
            case "id" -> List.of(Long.toString(activity.id()));
            case "time" -> List.of(Long.toString(micros(activity.time())));
            case "link.type" -> Link.of(activity).stream().map(Link::type).toList();
            case "link.id", "link.name", "link.attribute" ->
                Link.of(activity).stream()
                        .flatMap(link -> link.of(field).stream())
                        .toList();
            case "link.repeated" -> List.copyOf(Link.repeatedTypes(Link.of(activity)));
            case "changed" ->
                activity.changes().stream().map(FieldChange::field).toList();
            case "flag" -> flags(activity);
            case "label" -> optional(activity.labels().get(field.keys().get(0)));
            default -> throw new IllegalArgumentException("activities have no field " + field);
        };
    }

    /** The linked objects of one type, each by itself. */
    public List<FieldValues> links(String type) {
        return Link.of(activity).stream()
                .filter(link -> link.type().equals(type))
                .<FieldValues>map(link -> link)
                .toList();
    }

    static long micros(Instant time) {
        // Not ChronoUnit.MICROS.between: on Java 17 it counts nanoseconds, whose number overflows 292 years from the
        // epoch.
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    static List<String> flags(Activity activity) {
        List<String> flags = new ArrayList<>(4);
        if (activity.baseline()) {
            flags.add("baseline");
        }
        if (!activity.drift().isEmpty()) {
            flags.add("drift");
        }
        if (activity.standing().late()) {
            flags.add("late");
        }
        if (activity.standing().cut()) {
            flags.add("cut");
        }
        if (activity.presentation() != null) {
            flags.add("presentation");
        }
        if (presentationData(activity) != null) {
            flags.add("presentation.data");
        }
        return flags;
    }

    static @Nullable JsonText presentationData(Activity activity) {
        Presentation presentation = activity.presentation();
        return presentation == null ? null : presentation.data();
    }

    private static List<String> optional(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }
}
