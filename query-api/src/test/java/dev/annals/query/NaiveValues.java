package dev.annals.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.dialect.Dialects;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.processor.view.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What values a document has in a field, said a second time, straight from the records and without regard to speed. */
final class NaiveValues {
    /** An object of an activity, second object and related objects included. */
    record Link(
            String type,
            String id,
            @Nullable String name,
            @Nullable JsonText summary) {}

    private NaiveValues() {}

    static List<String> of(Activity a, Field field) {
        var actor = a.actor();
        var object2 = a.object2();
        var presentation = a.presentation();
        var commit = a.commit();
        return switch (field.column()) {
            case "id" -> one(Long.toString(a.id()));
            case "time" -> one(Long.toString(micros(a.time())));
            case "operation" -> one(a.operation().wireName());
            case "service" -> one(a.serviceId());
            case "node" -> one(a.node());
            case "actor.id" -> one(actor == null ? null : actor.id());
            case "actor.type" -> one(actor == null ? null : actor.type());
            case "actor.name" -> one(actor == null ? null : actor.name());
            case "actor.username" -> one(actor == null ? null : actor.username());
            case "actor.first_name" -> one(actor == null ? null : actor.firstName());
            case "actor.last_name" -> one(actor == null ? null : actor.lastName());
            case "object.type" -> one(a.object().type());
            case "object.id" -> one(a.object().id());
            case "object.name" -> one(a.object().name());
            case "object2.type" -> one(object2 == null ? null : object2.type());
            case "object2.id" -> one(object2 == null ? null : object2.id());
            case "object2.name" -> one(object2 == null ? null : object2.name());
            case "relationship" -> one(a.relationship());
            case "link.type" -> links(a).stream().map(Link::type).toList();
            case "link.id", "link.name", "link.attribute" ->
                links(a).stream().flatMap(link -> of(link, field).stream()).toList();
            case "changed" -> a.changes().stream().map(FieldChange::field).toList();
            case "commit" -> one(commit == null ? null : commit.id());
            case "ip" -> one(a.ipAddress());
            case "traceparent" -> one(a.traceparent());
            case "flag" ->
                Stream.of(
                                a.baseline() ? "baseline" : null,
                                a.drift().isEmpty() ? null : "drift",
                                a.standing().late() ? "late" : null,
                                a.standing().cut() ? "cut" : null,
                                presentation == null ? null : "presentation",
                                presentation == null || presentation.data() == null ? null : "presentation.data")
                        .filter(Objects::nonNull)
                        .toList();
            case "presentation.name" -> one(presentation == null ? null : presentation.name());
            case "presentation.data" ->
                presentation == null
                        ? List.of()
                        : presented(presentation.data(), field.keys().get(0));
            case "label" -> one(a.labels().get(field.keys().get(0)));
            // What only one dialect means by an activity is said by that dialect.
            default -> Dialects.INDEXING.values(a).of(field);
        };
    }

    static List<String> of(Commit c, Field field) {
        var actor = c.actor();
        return switch (field.column()) {
            case "number" -> one(Long.toString(c.number()));
            case "time" -> one(Long.toString(micros(c.time())));
            case "service" -> one(c.serviceId());
            case "commit" -> one(c.commitId());
            case "ip" -> one(c.ipAddress());
            case "subject.type" -> one(actor == null ? null : actor.type());
            case "subject.id" ->
                one(actor == null || !actor.type().equals(field.keys().get(0)) ? null : actor.id());
            case "object.type" -> c.objects().stream().map(CommitObject::type).toList();
            case "object.id" ->
                c.objects().stream()
                        .filter(o -> o.type().equals(field.keys().get(0)))
                        .map(CommitObject::id)
                        .toList();
            default -> throw new IllegalArgumentException("commits have no field " + field);
        };
    }

    static List<String> of(Link link, Field field) {
        if (!link.type().equals(field.keys().get(0))) {
            return List.of();
        }
        return switch (field.column()) {
            case "link.id" -> one(link.id());
            case "link.name" -> one(link.name());
            case "link.attribute" -> scalars(link.summary(), field.keys().get(1));
            default -> throw new IllegalArgumentException("links have no field " + field);
        };
    }

    static List<Link> links(Activity a) {
        List<Link> links = new ArrayList<>();
        links.add(new Link(
                a.object().type(),
                a.object().id(),
                a.object().name(),
                a.object().summary()));
        var object2 = a.object2();
        if (object2 != null) {
            links.add(new Link(object2.type(), object2.id(), object2.name(), object2.summary()));
        }
        a.related().stream()
                .filter(r -> !r.shown())
                .forEach(r -> links.add(new Link(r.type(), r.id(), r.name(), r.summary())));
        return links;
    }

    static long micros(Instant time) {
        // Not ChronoUnit.MICROS.between: on Java 17 it counts nanoseconds, whose number overflows 292 years from the
        // epoch.
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    /** The value of one key if it is among the first sixteen short scalars. */
    private static List<String> scalars(@Nullable JsonText json, String key) {
        if (json == null) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        for (var entry : json.tree().properties()) {
            JsonNode value = entry.getValue();
            if (value.isValueNode() && !value.isNull() && value.asText().length() <= 256 && keys.size() < 16) {
                keys.add(entry.getKey());
            }
        }
        return keys.contains(key) ? List.of(json.tree().get(key).asText()) : List.of();
    }

    /** The keys that SD Elements filters by hold long values and lists as well. */
    private static List<String> presented(@Nullable JsonText json, String key) {
        if (json == null || !key.matches("(user|group|application|business_unit|project|standard)(_desc)?")) {
            return scalars(json, key);
        }
        JsonNode value = json.tree().path(key);
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value.isArray() ? value : List.of(value)) {
            if (each.isValueNode() && !each.isNull() && !each.isMissingNode()) {
                texts.add(each.asText());
            }
        }
        return texts;
    }

    private static List<String> one(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }
}
