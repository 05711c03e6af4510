package dev.annals.processor.view;

import static dev.annals.processor.view.ActivityFields.*;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.CommitPart;
import dev.annals.model.FieldChange;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.processor.view.ActivityIndexing.DialectFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of an activity's fields.
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

    /** The plain columns of activities that have at most one value: written once here for indexing and for looking at rows. */
    static final class ActivityColumns {
        /** A column and where its value is. */
        record Column(Field field, Function<Activity, @Nullable String> value) {}

        static final List<Column> ALL = List.of(
                new Column(OPERATION, a -> a.operation().wireName()),
                new Column(SERVICE, Activity::serviceId),
                new Column(NODE, Activity::node),
                actor(ACTOR_ID, Actor::id),
                actor(ACTOR_TYPE, Actor::type),
                actor(ACTOR_NAME, Actor::name),
                actor(ACTOR_USERNAME, Actor::username),
                actor(ACTOR_FIRST_NAME, Actor::firstName),
                actor(ACTOR_LAST_NAME, Actor::lastName),
                new Column(OBJECT_TYPE, a -> a.object().type()),
                new Column(OBJECT_ID, a -> a.object().id()),
                new Column(OBJECT_NAME, a -> a.object().name()),
                second(OBJECT2_TYPE, ObjectRef::type),
                second(OBJECT2_ID, ObjectRef::id),
                second(OBJECT2_NAME, ObjectRef::name),
                new Column(RELATIONSHIP, Activity::relationship),
                new Column(COMMIT, ActivityColumns::commitId),
                new Column(IP_ADDRESS, Activity::ipAddress),
                new Column(TRACEPARENT, Activity::traceparent),
                new Column(PRESENTATION_NAME, ActivityColumns::presentationName));

        static final Map<String, Column> BY_NAME = ALL.stream()
                .collect(Collectors.toUnmodifiableMap(column -> column.field().column(), Function.identity()));

        private ActivityColumns() {}

        private static Column actor(Field field, Function<Actor, @Nullable String> value) {
            return new Column(field, activity -> {
                Actor actor = activity.actor();
                return actor == null ? null : value.apply(actor);
            });
        }

        private static Column second(Field field, Function<ObjectRef, @Nullable String> value) {
            return new Column(field, activity -> {
                ObjectRef object = activity.object2();
                return object == null ? null : value.apply(object);
            });
        }

        private static @Nullable String commitId(Activity activity) {
            CommitPart part = activity.commit();
            return part == null ? null : part.id();
        }

        private static @Nullable String presentationName(Activity activity) {
            Presentation presentation = activity.presentation();
            return presentation == null ? null : presentation.name();
        }
    }

    /** An object that an activity must be found by, as it was at that moment: its object, second object or a related one. */
    public record Link(
            String type,
            String id,
            @Nullable String name,
            @Nullable JsonText summary) implements FieldValues {
        /** The links of an activity: the object, then the second object, then the related ones. */
        static List<Link> of(Activity activity) {
            ObjectRef second = activity.object2();
            List<Link> links = new ArrayList<>(2 + activity.related().size());
            links.add(of(activity.object()));
            if (second != null) {
                links.add(of(second));
            }
            for (RelatedObject related : activity.related()) {
                if (!related.shown()) {
                    links.add(new Link(related.type(), related.id(), related.name(), related.summary()));
                }
            }
            return links;
        }

        /** The types that occur more than once. */
        static Set<String> repeatedTypes(List<Link> links) {
            if (links.size() == 1) {
                return Set.of();
            }
            Set<String> seen = new HashSet<>();
            return links.stream()
                    .map(Link::type)
                    .filter(type -> !seen.add(type))
                    .collect(Collectors.toSet());
        }

        private static Link of(ObjectRef object) {
            return new Link(object.type(), object.id(), object.name(), object.summary());
        }

        @Override
        public List<String> of(Field field) {
            if (field.keys().isEmpty() || !field.keys().get(0).equals(type)) {
                return List.of();
            }
            return switch (field.column()) {
                case "link.id" -> List.of(id);
                case "link.name" -> name == null ? List.of() : List.of(name);
                case "link.attribute" -> {
                    String value = Scalars.of(summary).get(field.keys().get(1));
                    yield value == null ? List.of() : List.of(value);
                }
                default -> throw new IllegalArgumentException("a linked object has no field " + field);
            };
        }

        /**
         * The scalars at the top level of a free JSON object: what of it can be searched for. Strings, numbers as written,
         * {@code true} and {@code false}, however many and however long; the size of an event bounds them.
         */
        public static final class Scalars {

            private Scalars() {}

            /** Key to text, in the object's order; empty when there is no object. */
            public static Map<String, String> of(@Nullable JsonText object) {
                if (object == null || object.text().length() <= 2) {
                    return Map.of();
                }
                Map<String, String> scalars = new LinkedHashMap<>();
                try (JsonParser parser = Json.MAPPER.getFactory().createParser(object.text())) {
                    if (parser.nextToken() != JsonToken.START_OBJECT) {
                        return Map.of();
                    }
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        String key = parser.currentName();
                        JsonToken value = parser.nextToken();
                        if (value.isStructStart()) {
                            parser.skipChildren();
                        } else if (value != JsonToken.VALUE_NULL) {
                            scalars.put(key, parser.getText());
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "a JsonText holds text that is not JSON; it must be made by of or parse", e);
                }
                return scalars;
            }
        }
    }
}
