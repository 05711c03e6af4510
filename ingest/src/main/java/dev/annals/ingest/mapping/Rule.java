package dev.annals.ingest.mapping;

import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Operation;
import dev.annals.model.Reject;
import dev.annals.model.Wording;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping says of the records that it is about. What it leaves out stays as the reader of the source made it.
 *
 * @param skip the records become nothing
 * @param texts templates by the field that they fill, see {@link Field}
 * @param labels templates by label
 * @param ignore fields that are taken out of every document, so that a change of nothing else is none
 * @param sensitive fields, or JSON pointers into the documents, whose values are masked
 * @param columns what the values of fields are whose source does not say it
 * @param before whether the source's word on the document before is believed
 */
public record Rule(
        boolean skip,
        Map<Field, Template> texts,
        Map<String, Template> labels,
        List<String> ignore,
        List<String> sensitive,
        Map<String, ColumnType> columns,
        @Nullable Before before) {

    /** The fields of a change event that a template may fill. */
    public enum Field {
        TYPE,
        ID,
        NAME,
        URL,
        TENANT,
        SERVICE,
        SOURCE,
        NODE,
        OPERATION,
        TIME,
        VERB,
        WHAT,
        DESCRIPTION,
        MESSAGE,
        IP_ADDRESS,
        ACTOR_TYPE,
        ACTOR_ID,
        ACTOR_NAME,
        ACTOR_USERNAME
    }

    /** How much a source's document before the change is worth. */
    public enum Before {
        /** That of an update is, that of a deletion is not: it may hold invented values. */
        AUTO,
        /** It always is whole and true. */
        FULL,
        /** Nothing of it but the key is. */
        KEY
    }

    /** The rule that says nothing. */
    public static final Rule NONE = new Rule(false, Map.of(), Map.of(), List.of(), List.of(), Map.of(), null);

    /** What of this holds for the table itself, whose rows the rule names. */
    public Rule ofTheTable() {
        Map<Field, Template> kept = new java.util.EnumMap<>(Field.class);
        texts.forEach((field, template) -> {
            if (field == Field.TENANT || field == Field.SERVICE || field == Field.SOURCE || field == Field.NODE) {
                kept.put(field, template);
            }
        });
        return new Rule(skip, kept, labels, List.of(), List.of(), Map.of(), before);
    }

    /** Whether the source's word on the document before is believed. */
    public Before trust() {
        return before == null ? Before.AUTO : before;
    }

    /** This rule, and another one where this says nothing. */
    Rule over(Rule other) {
        return new Rule(
                skip || other.skip,
                joined(other.texts, texts),
                joined(other.labels, labels),
                joined(other.ignore, ignore),
                joined(other.sensitive, sensitive),
                joined(other.columns, columns),
                before == null ? other.before : before);
    }

    /** The event that a reader's draft becomes; empty when the mapping skips it. */
    public Optional<ChangeEvent> event(Draft draft, RecordValues values) throws Unmappable {
        if (skip) {
            return Optional.empty();
        }
        draft.type = filled(Field.TYPE, values, draft.type);
        draft.objectId = filledOrNull(Field.ID, values, draft.objectId);
        draft.objectName = filledOrNull(Field.NAME, values, draft.objectName);
        draft.objectUrl = filledOrNull(Field.URL, values, draft.objectUrl);
        draft.tenant = filled(Field.TENANT, values, draft.tenant);
        draft.service = filled(Field.SERVICE, values, draft.service);
        draft.source = filled(Field.SOURCE, values, draft.source);
        draft.node = filledOrNull(Field.NODE, values, draft.node);
        draft.ipAddress = filledOrNull(Field.IP_ADDRESS, values, draft.ipAddress);
        draft.wording = new Wording(
                filledOrNull(Field.VERB, values, draft.wording.verb()),
                filledOrNull(Field.WHAT, values, draft.wording.what()),
                filledOrNull(Field.DESCRIPTION, values, draft.wording.description()),
                filledOrNull(Field.MESSAGE, values, draft.wording.message()));
        operation(draft, values);
        time(draft, values);
        actor(draft, values);
        ignore.forEach(draft::ignore);
        sensitive.forEach(field -> draft.sensitive.add(field.startsWith("/") ? field : pointer(field)));
        labels.forEach((label, template) -> {
            String value = template.fill(values);
            if (value != null) {
                draft.labels.put(label, value);
            }
        });
        return Optional.of(draft.finish());
    }

    private void operation(Draft draft, RecordValues values) throws Unmappable {
        Template template = texts.get(Field.OPERATION);
        String name = template == null ? null : template.fill(values);
        if (name != null) {
            draft.operation = Operation.of(name)
                    .orElseThrow(() -> new Unmappable(
                            Reject.Reason.INVALID_FIELD,
                            "operation: the mapping gave text that is no operation (expected: create, update, delete,"
                                    + " associate, disassociate, execute, login, logout or other)"));
        }
    }

    private void time(Draft draft, RecordValues values) throws Unmappable {
        Template template = texts.get(Field.TIME);
        String text = template == null ? null : template.fill(values);
        if (text != null) {
            Instant time = Times.instant(text);
            if (time == null) {
                throw new Unmappable(
                        Reject.Reason.INVALID_FIELD,
                        "time: the mapping gave text that is no time (expected: " + Times.EXPECTED + ")");
            }
            draft.time = time;
            draft.timeText = null;
        }
    }

    private void actor(Draft draft, RecordValues values) {
        Template id = texts.get(Field.ACTOR_ID);
        String actor = id == null ? null : id.fill(values);
        if (actor != null && !actor.isEmpty()) {
            String type = filledOrNull(Field.ACTOR_TYPE, values, null);
            draft.actor = new Actor(
                    type == null || type.isEmpty() ? Actor.USERS : type,
                    actor,
                    filledOrNull(Field.ACTOR_NAME, values, null),
                    filledOrNull(Field.ACTOR_USERNAME, values, null),
                    null,
                    null);
        }
    }

    private String filled(Field field, RecordValues values, String otherwise) {
        String filled = filledOrNull(field, values, otherwise);
        return filled == null ? otherwise : filled;
    }

    private @Nullable String filledOrNull(Field field, RecordValues values, @Nullable String otherwise) {
        Template template = texts.get(field);
        return template == null ? otherwise : template.fill(values);
    }

    private static String pointer(String field) {
        return "/" + field.replace("~", "~0").replace("/", "~1");
    }

    private static <K, V> Map<K, V> joined(Map<K, V> first, Map<K, V> winning) {
        if (first.isEmpty()) {
            return winning;
        }
        Map<K, V> joined = new java.util.LinkedHashMap<>(first);
        joined.putAll(winning);
        return java.util.Collections.unmodifiableMap(joined);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return first.isEmpty()
                ? second
                : java.util.stream.Stream.concat(first.stream(), second.stream())
                        .distinct()
                        .toList();
    }
}
