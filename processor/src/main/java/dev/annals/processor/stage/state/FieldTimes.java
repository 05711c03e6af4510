package dev.annals.processor.stage.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When each field of an object was last set, microseconds since 1970. Most fields of an object were set together, so there is one time for the fields of the
 * document and one for all fields that are not in it, and entries only for the fields that differ. Immutable.
 *
 * <p>Entries are bounded. Beyond the bound the oldest ones go, and their fields count as set as late as the youngest of these: an event that arrives late may
 * then set less than it could, and never more.
 *
 * @param last the time of the object's last event
 * @param present when the fields of the document were set that have no entry
 * @param absent since when there was no other field
 */
record FieldTimes(long last, long present, long absent, Map<String, Long> entries) {
    /** Nothing was ever set. */
    static final FieldTimes NEVER = new FieldTimes(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Map.of());

    /** So that the times of an object take less than 40 KiB. */
    private static final int MOST_PRESENT = 1_000;

    private static final int MOST_ABSENT = 64;
    private static final int LONGEST_NAME = 128;

    private static final int HEAD_BYTES = 1 + 3 * Long.BYTES;
    private static final int PRESENT_IS_LAST = 1;
    private static final int ABSENT_IS_LAST = 2;
    private static final int ENTRIES = 4;

    /** Everything was set at one time. */
    static FieldTimes at(long time) {
        return new FieldTimes(time, time, time, Map.of());
    }

    /** When a field was set, or found gone. */
    long of(String field, boolean isPresent) {
        Long entry = entries.isEmpty() ? null : entries.get(field);
        return entry != null ? entry : isPresent ? present : absent;
    }

    /** Times that say the same in fewer entries, within the bounds. */
    static FieldTimes of(long last, long present, long absent, Map<String, Long> times, Set<String> fields) {
        Map<String, Long> inDocument = new HashMap<>();
        Map<String, Long> gone = new HashMap<>();
        long goneSince = absent;
        for (Map.Entry<String, Long> entry : times.entrySet()) {
            if (fields.contains(entry.getKey())) {
                inDocument.put(entry.getKey(), entry.getValue());
            } else if (entry.getKey().length() > LONGEST_NAME) {
                goneSince = Math.max(goneSince, entry.getValue());
            } else {
                gone.put(entry.getKey(), entry.getValue());
            }
        }
        long presentSince = bounded(inDocument, present, MOST_PRESENT);
        goneSince = bounded(gone, goneSince, MOST_ABSENT);
        inDocument.putAll(gone);
        return new FieldTimes(last, presentSince, goneSince, Map.copyOf(inDocument));
    }

    /** Removes what the common time says too, and the oldest of what is too much; the common time after that. */
    private static long bounded(Map<String, Long> entries, long common, int most) {
        entries.values().removeIf(time -> time == common);
        if (entries.size() <= most) {
            return common;
        }
        List<Long> times = new ArrayList<>(entries.values());
        times.sort(Comparator.naturalOrder());
        long since = Math.max(common, times.get(times.size() - most / 2 - 1));
        entries.values().removeIf(time -> time <= since);
        return since;
    }

    /** The times as bytes; what belongs to the document goes by the place of the field in it. */
    byte[] bytes(Iterable<String> fields) {
        int flags = (present == last ? PRESENT_IS_LAST : 0)
                | (absent == last ? ABSENT_IS_LAST : 0)
                | (entries.isEmpty() ? 0 : ENTRIES);
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).put((byte) flags).putLong(last);
        if (present != last) {
            head.putLong(present);
        }
        if (absent != last) {
            head.putLong(absent);
        }
        head.flip();
        byte[] tail = entries.isEmpty() ? new byte[0] : entryBytes(fields);
        return ByteBuffer.allocate(head.remaining() + tail.length)
                .put(head)
                .put(tail)
                .array();
    }

    private byte[] entryBytes(Iterable<String> fields) {
        Map<String, Long> gone = new TreeMap<>(entries);
        ByteBuffer inDocument = ByteBuffer.allocate(entries.size() * (Integer.BYTES + Long.BYTES));
        int place = 0;
        for (String field : fields) {
            Long time = gone.remove(field);
            if (time != null) {
                inDocument.putInt(place).putLong(time);
            }
            place++;
        }
        int goneBytes = 0;
        List<byte[]> names = new ArrayList<>(gone.size());
        for (String name : gone.keySet()) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            names.add(utf8);
            goneBytes += Short.BYTES + utf8.length + Long.BYTES;
        }
        inDocument.flip();
        ByteBuffer out = ByteBuffer.allocate(2 * Short.BYTES + inDocument.remaining() + goneBytes)
                .putShort((short) (entries.size() - gone.size()))
                .putShort((short) gone.size())
                .put(inDocument);
        int at = 0;
        for (long time : gone.values()) {
            byte[] name = names.get(at++);
            out.putShort((short) name.length).put(name).putLong(time);
        }
        return out.array();
    }

    /** The times in front of a document. */
    static Reading read(ByteBuffer in) {
        int flags = in.get();
        long last = in.getLong();
        long present = (flags & PRESENT_IS_LAST) != 0 ? last : in.getLong();
        long absent = (flags & ABSENT_IS_LAST) != 0 ? last : in.getLong();
        Reading reading = new Reading(last, present, absent);
        if ((flags & ENTRIES) != 0) {
            reading.entries(in);
        }
        return reading;
    }

    /** Times that have been read, before the names of the document's fields are known. */
    static final class Reading {
        private final long last;
        private final long present;
        private final long absent;
        private final Map<String, Long> gone = new HashMap<>();
        private int @Nullable [] places;
        private long @Nullable [] times;

        private Reading(long last, long present, long absent) {
            this.last = last;
            this.present = present;
            this.absent = absent;
        }

        private void entries(ByteBuffer in) {
            int inDocument = in.getShort();
            int absentFields = in.getShort();
            places = new int[inDocument];
            times = new long[inDocument];
            for (int i = 0; i < inDocument; i++) {
                places[i] = in.getInt();
                times[i] = in.getLong();
            }
            for (int i = 0; i < absentFields; i++) {
                byte[] name = new byte[in.getShort()];
                in.get(name);
                gone.put(new String(name, StandardCharsets.UTF_8), in.getLong());
            }
        }

        FieldTimes of(Iterable<String> fields) {
            int[] at = places;
            long[] when = times;
            if (at == null || when == null) {
                return new FieldTimes(last, present, absent, gone.isEmpty() ? Map.of() : Map.copyOf(gone));
            }
            int place = 0;
            int next = 0;
            for (String field : fields) {
                if (next < at.length && at[next] == place) {
                    gone.put(field, when[next++]);
                }
                place++;
            }
            return new FieldTimes(last, present, absent, Map.copyOf(gone));
        }
    }
}
