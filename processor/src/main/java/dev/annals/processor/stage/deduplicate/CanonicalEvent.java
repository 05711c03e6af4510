package dev.annals.processor.stage.deduplicate;

import dev.annals.codec.ChangeAvro;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.processor.stage.state.CanonicalJson;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an event by what it says: the same for the same event, in whatever encoding, order of keys and spelling of numbers it comes. JSON values are compared as
 * the diff compares them. Labels, pairs, related objects and sensitive pointers are sets, so that their order says nothing either.
 */
public final class CanonicalEvent {
    private static final Comparator<String> NULL_FIRST = Comparator.nullsFirst(Comparator.naturalOrder());

    private static final Comparator<RelatedObject> RELATED = Comparator.comparing(RelatedObject::type)
            .thenComparing(RelatedObject::id)
            .thenComparing(RelatedObject::role, NULL_FIRST)
            .thenComparing(RelatedObject::name, NULL_FIRST)
            .thenComparing(
                    related ->
                            related.summary() == null ? null : related.summary().text(),
                    NULL_FIRST);

    private CanonicalEvent() {}

    /** The canonical bytes of an event. */
    public static byte[] bytes(ChangeEvent event, ChangeAvro encoding) {
        Presentation shown = event.presentation();
        ObjectRef second = event.object2();
        List<FieldChange> changes = event.changes();
        return encoding.encode(new ChangeEvent(
                event.id(),
                event.source(),
                event.tenant(),
                event.time(),
                event.timeText(),
                event.serviceId(),
                event.node(),
                event.operation(),
                event.actor(),
                object(event.object()),
                second == null ? null : object(second),
                event.relationship(),
                event.related().isEmpty()
                        ? List.of()
                        : event.related().stream()
                                .map(CanonicalEvent::related)
                                .sorted(RELATED)
                                .toList(),
                json(event.before()),
                json(event.after()),
                json(event.patch()),
                changes == null
                        ? null
                        : changes.stream()
                                .map(pair ->
                                        new FieldChange(pair.field(), json(pair.oldValue()), json(pair.newValue())))
                                .sorted(Comparator.comparing(FieldChange::field))
                                .toList(),
                event.commit(),
                event.wording(),
                execution(event.execution()),
                event.ipAddress(),
                shown == null
                        ? null
                        : new Presentation(
                                shown.name(), shown.text(), shown.icon(), shown.logLevel(), json(shown.data())),
                event.sensitive().isEmpty()
                        ? List.of()
                        : event.sensitive().stream().distinct().sorted().toList(),
                labels(event.labels()),
                event.traceparent(),
                event.snapshot()));
    }

    private static Map<String, String> labels(Map<String, String> labels) {
        return labels.size() < 2 ? labels : new TreeMap<>(labels);
    }

    private static ObjectRef object(ObjectRef object) {
        return object.summary() == null
                ? object
                : new ObjectRef(object.type(), object.id(), object.name(), object.url(), json(object.summary()));
    }

    private static RelatedObject related(RelatedObject object) {
        return object.summary() == null
                ? object
                : new RelatedObject(
                        object.type(),
                        object.id(),
                        object.name(),
                        object.role(),
                        json(object.summary()),
                        object.shown());
    }

    private static @Nullable Execution execution(@Nullable Execution run) {
        return run == null || run.duration() == null
                ? run
                : new Execution(
                        run.id(),
                        run.name(),
                        run.kind(),
                        run.start(),
                        run.finish(),
                        run.duration().stripTrailingZeros(),
                        run.state());
    }

    private static @Nullable JsonText json(@Nullable JsonText value) {
        return value == null ? null : new JsonText(CanonicalJson.of(value));
    }
}
