package dev.annals.redact;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Masks the secrets of an event. A function of the event, the rules and the key: the same event always gives the same result, equal
 * secrets give equal marks, and redacting twice is redacting once.
 *
 * <p>Masked are, in the documents ({@code before}, {@code after}, {@code patch}, both sides of {@code changes}): values under secret names,
 * at the rules' paths, at the event's {@code sensitive} pointers, and text beginning {@code $encrypted$}. In summaries, presentation data and labels: the same by name and by
 * beginning. A whole value is masked, object or array too; null is kept, for there is no secret.
 *
 * <p>Text that was masked and is at least four characters long is cut out of the event's sentences too (what, description, message,
 * presentation, name of the execution; all of the sentence when an event has more than a thousand secrets). Names of objects and people are left as they are: a password equal to a name says nothing new. Not
 * searched: JSON inside text, and other values of documents. Thread-safe.
 */
public final class Redactor {
    private final RedactionRules rules;
    private final SecretDigest digest;

    public Redactor(RedactionRules rules, RedactionKey key) {
        this.rules = rules;
        this.digest = new SecretDigest(key);
    }

    /** The event with marks in place of its secrets: with digests in the documents, bare elsewhere. */
    public ChangeEvent redact(ChangeEvent event) {
        Masking masking = new Masking(rules.names(), digest);
        List<RedactionRule> paths = paths(event);
        // Everything that can hold a secret comes before the sentences, which are searched for what was found.
        ChangeEvent masked = new ChangeEvent(
                event.id(),
                event.source(),
                event.tenant(),
                event.time(),
                event.timeText(),
                event.serviceId(),
                event.node(),
                event.operation(),
                event.actor(),
                object(event.object(), masking),
                event.object2() == null ? null : object(event.object2(), masking),
                event.relationship(),
                related(event.related(), masking),
                masking.document(event.before(), paths),
                masking.document(event.after(), paths),
                masking.document(event.patch(), paths),
                changes(event.changes(), masking, paths),
                event.commit(),
                event.wording(),
                event.execution(),
                event.ipAddress(),
                presentation(event.presentation(), masking),
                event.sensitive(),
                labels(event.labels(), masking),
                event.traceparent(),
                event.snapshot());
        return withSentences(masked, masking);
    }

    private List<RedactionRule> paths(ChangeEvent event) {
        if (rules.paths().isEmpty() && event.sensitive().isEmpty()) {
            return List.of();
        }
        List<RedactionRule> paths = new ArrayList<>();
        for (RedactionRule rule : rules.paths()) {
            if (rule.isFor(event.object().type())) {
                paths.add(rule);
            }
        }
        for (String pointer : event.sensitive()) {
            paths.add(RedactionRule.pointer(pointer));
        }
        return paths;
    }

    private static ObjectRef object(ObjectRef object, Masking masking) {
        return object.summary() == null
                ? object
                : new ObjectRef(
                        object.type(), object.id(), object.name(), object.url(), masking.aside(object.summary()));
    }

    private static List<RelatedObject> related(List<RelatedObject> related, Masking masking) {
        if (related.stream().allMatch(object -> object.summary() == null)) {
            return related;
        }
        return related.stream()
                .map(object -> new RelatedObject(
                        object.type(),
                        object.id(),
                        object.name(),
                        object.role(),
                        masking.aside(object.summary()),
                        object.shown()))
                .toList();
    }

    private static @Nullable List<FieldChange> changes(
            @Nullable List<FieldChange> changes, Masking masking, List<RedactionRule> paths) {
        if (changes == null) {
            return null;
        }
        List<FieldChange> masked = new ArrayList<>(changes.size());
        for (FieldChange change : changes) {
            masked.add(new FieldChange(
                    change.field(),
                    masking.member(change.field(), change.oldValue(), paths),
                    masking.member(change.field(), change.newValue(), paths)));
        }
        return Collections.unmodifiableList(masked);
    }

    private static @Nullable Presentation presentation(@Nullable Presentation presentation, Masking masking) {
        return presentation == null
                ? null
                : new Presentation(
                        presentation.name(),
                        presentation.text(),
                        presentation.icon(),
                        presentation.logLevel(),
                        masking.aside(presentation.data()));
    }

    private static Map<String, String> labels(Map<String, String> labels, Masking masking) {
        if (labels.isEmpty()) {
            return labels;
        }
        Map<String, String> masked = new LinkedHashMap<>();
        labels.forEach((key, value) -> masked.put(key, masking.labelled(key, value)));
        return Collections.unmodifiableMap(masked);
    }

    private static ChangeEvent withSentences(ChangeEvent event, Masking masking) {
        return new ChangeEvent(
                event.id(),
                event.source(),
                event.tenant(),
                event.time(),
                event.timeText(),
                event.serviceId(),
                event.node(),
                event.operation(),
                event.actor(),
                event.object(),
                event.object2(),
                event.relationship(),
                event.related(),
                event.before(),
                event.after(),
                event.patch(),
                event.changes(),
                event.commit(),
                wording(event.wording(), masking),
                execution(event.execution(), masking),
                event.ipAddress(),
                sentences(event.presentation(), masking),
                event.sensitive(),
                event.labels(),
                event.traceparent(),
                event.snapshot());
    }

    private static Wording wording(Wording wording, Masking masking) {
        return wording.equals(Wording.NONE)
                ? wording
                : new Wording(
                        wording.verb(),
                        masking.sentence(wording.what()),
                        masking.sentence(wording.description()),
                        masking.sentence(wording.message()));
    }

    private static @Nullable Execution execution(@Nullable Execution execution, Masking masking) {
        return execution == null
                ? null
                : new Execution(
                        execution.id(),
                        masking.sentence(execution.name()),
                        execution.kind(),
                        execution.start(),
                        execution.finish(),
                        execution.duration(),
                        execution.state());
    }

    private static @Nullable Presentation sentences(@Nullable Presentation presentation, Masking masking) {
        return presentation == null
                ? null
                : new Presentation(
                        masking.sentence(presentation.name()),
                        masking.sentence(presentation.text()),
                        presentation.icon(),
                        presentation.logLevel(),
                        presentation.data());
    }
}
