package dev.annals.processor.stage.state;

import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an object: its document, and when each field of it was set. The document is what the object's events make of it in the order of their times,
 * whatever order they come in; of two events of one time, the one that came later counts. So an event that comes late sets only what no later event
 * has set. A deleted object stays known, so that a late event does not bring it back. Immutable.
 */
public final class KnownObject {
    /** An object that no event was about. */
    public static final KnownObject NOTHING = new KnownObject(null, FieldTimes.NEVER);

    private static final byte VERSION = 1;
    /** The same form, of a document that no activity tells. */
    private static final byte UNTOLD = 2;

    private final @Nullable ObjectState document;
    private final FieldTimes times;
    private final boolean untold;

    private KnownObject(@Nullable ObjectState document, FieldTimes times) {
        this(document, times, false);
    }

    private KnownObject(@Nullable ObjectState document, FieldTimes times, boolean untold) {
        this.document = document;
        this.times = times;
        this.untold = untold;
    }

    /** The same, of which the activities tell all, or not, since a snapshot set it. */
    public KnownObject told(boolean byActivities) {
        return untold == !byActivities ? this : new KnownObject(document, times, !byActivities);
    }

    /** Whether a part of the document was set without an activity. */
    public boolean isUntold() {
        return untold;
    }

    /** An object whose document was set whole at a time. */
    public static KnownObject of(ObjectState document, long time) {
        return new KnownObject(document, FieldTimes.at(time));
    }

    /** The document; {@code null} when there is none. */
    public @Nullable ObjectState document() {
        return document;
    }

    /** Whether an event of that time is older than one that came before it. */
    public boolean isLate(long time) {
        return time < times.last();
    }

    /**
     * What is known of the document at an earlier time: the fields that were not set since, and what the producer says about the others.
     *
     * @param claimed the producer's word on the document then
     */
    public ObjectState asOf(long time, @Nullable ObjectState claimed) {
        Map<String, JsonText> then = new LinkedHashMap<>();
        ObjectState said = claimed == null ? ObjectState.EMPTY : claimed;
        for (Map.Entry<String, JsonText> field : fields().entrySet()) {
            JsonText value = isSetAfter(field.getKey(), time) ? said.get(field.getKey()) : field.getValue();
            if (value != null) {
                then.put(field.getKey(), value);
            }
        }
        for (Map.Entry<String, JsonText> field : said.fields().entrySet()) {
            if (!fields().containsKey(field.getKey()) && isSetAfter(field.getKey(), time)) {
                then.put(field.getKey(), field.getValue());
            }
        }
        return ObjectState.of(then);
    }

    /** Whether a later event than one of that time has set a field, or found it gone. */
    public boolean isSetAfter(String field, long time) {
        return times.of(field, fields().containsKey(field)) > time;
    }

    /** The object after an event of that time with its whole document. */
    public KnownObject withDocument(ObjectState whole, long time) {
        return isLate(time) ? withLate(whole, time) : of(whole, time);
    }

    /** The object after an event of that time that says it is gone. */
    public KnownObject gone(long time) {
        return isLate(time) ? withLate(ObjectState.EMPTY, time) : new KnownObject(null, FieldTimes.at(time));
    }

    /** Merges a late document with the fields that newer events have set. */
    private KnownObject withLate(ObjectState whole, long time) {
        if (document == null) {
            // It went later, and nothing has been set since.
            return this;
        }
        Map<String, JsonText> next = new LinkedHashMap<>();
        Map<String, Long> kept = new HashMap<>();
        whole.fields().forEach((field, value) -> {
            if (!isSetAfter(field, time)) {
                next.put(field, value);
            }
        });
        document.fields().forEach((field, value) -> {
            long set = times.of(field, true);
            if (set > time) {
                next.put(field, value);
                kept.put(field, set);
            }
        });
        times.entries().forEach((field, set) -> {
            if (set > time) {
                kept.put(field, set);
            }
        });
        return new KnownObject(
                ObjectState.of(next),
                FieldTimes.of(times.last(), time, Math.max(times.absent(), time), kept, next.keySet()));
    }

    /** The object after an event of that time that sets some fields; a field without a new value goes. */
    public KnownObject withFields(List<FieldChange> set, long time) {
        if (document == null && isLate(time)) {
            return this;
        }
        Map<String, JsonText> next = new LinkedHashMap<>(fields());
        Map<String, Long> entries = new HashMap<>(times.entries());
        long present = next.isEmpty() ? time : times.present();
        if (2 * set.size() >= next.size() && time > present) {
            // Most fields are set anew, so theirs is the common time.
            long before = present;
            next.keySet().forEach(field -> entries.putIfAbsent(field, before));
            present = time;
        }
        for (FieldChange change : set) {
            String field = change.field();
            if (isSetAfter(field, time)) {
                continue;
            }
            entries.put(field, time);
            JsonText value = change.newValue();
            if (value == null) {
                next.remove(field);
            } else {
                next.put(field, value);
            }
        }
        long last = Math.max(times.last(), time);
        return new KnownObject(
                ObjectState.of(next), FieldTimes.of(last, present, times.absent(), entries, next.keySet()));
    }

    private Map<String, JsonText> fields() {
        return document == null ? Map.of() : document.fields();
    }

    /**
     * The object that was written as bytes.
     *
     * @throws IllegalStateException when a later release wrote them
     */
    static KnownObject of(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == '{') {
            // Earlier releases kept the document alone. When its fields were set is not known, so any event is later.
            return new KnownObject(
                    ObjectState.of(new JsonText(new String(bytes, StandardCharsets.UTF_8))), FieldTimes.NEVER);
        }
        if (bytes.length == 0 || (bytes[0] != VERSION && bytes[0] != UNTOLD)) {
            throw new IllegalStateException("an object's document is stored in version "
                    + (bytes.length == 0 ? "none" : bytes[0]) + " (expected: " + VERSION
                    + "; the state was written by a later release)");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        FieldTimes.Reading times = FieldTimes.read(in);
        boolean untold = bytes[0] == UNTOLD;
        if (!in.hasRemaining()) {
            return new KnownObject(null, times.of(List.of()), untold);
        }
        ObjectState document =
                ObjectState.of(new JsonText(new String(bytes, in.position(), in.remaining(), StandardCharsets.UTF_8)));
        return new KnownObject(document, times.of(document.fields().keySet()), untold);
    }

    /** The object as bytes. */
    byte[] bytes() {
        byte[] when = times.bytes(fields().keySet());
        byte[] text = document == null ? new byte[0] : document.text().text().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + when.length + text.length)
                .put(untold ? UNTOLD : VERSION)
                .put(when)
                .put(text)
                .array();
    }

    @Override
    public String toString() {
        return "KnownObject" + fields().keySet();
    }
}
