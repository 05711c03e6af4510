package dev.annals.processor.index.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Documents in order of time, ties by ascending number; none twice. Immutable.
 *
 * <p>Byte form: how many (4 bytes), then of each the difference in time to the one before and the difference in number to the one before,
 * both as zigzag varints.
 */
public final class TimeEntries {
    private static final int MAX_VARINT = 10;

    private final long[] times;
    private final int[] numbers;

    private TimeEntries(long[] times, int[] numbers) {
        this.times = times;
        this.numbers = numbers;
    }

    /** The entries in order, from columns in any order. */
    public static TimeEntries sorted(long[] times, int[] numbers, int size) {
        long[] sortedTimes = Arrays.copyOf(times, size);
        int[] sortedNumbers = Arrays.copyOf(numbers, size);
        if (!inOrder(sortedTimes, sortedNumbers)) {
            Integer[] order = new Integer[size];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> compare(times[a], numbers[a], times[b], numbers[b]));
            for (int i = 0; i < size; i++) {
                sortedTimes[i] = times[order[i]];
                sortedNumbers[i] = numbers[order[i]];
            }
        }
        return new TimeEntries(sortedTimes, sortedNumbers);
    }

    /** All entries of the parts together, in order. */
    static TimeEntries merge(List<TimeEntries> parts) {
        return switch (parts.size()) {
            case 0 -> new TimeEntries(new long[0], new int[0]);
            case 1 -> parts.get(0);
            default -> {
                int middle = parts.size() / 2;
                yield merge(parts.subList(0, middle)).merge(merge(parts.subList(middle, parts.size())));
            }
        };
    }

    TimeEntries merge(TimeEntries other) {
        int size = size() + other.size();
        long[] mergedTimes = new long[size];
        int[] mergedNumbers = new int[size];
        int mine = 0;
        int theirs = 0;
        for (int i = 0; i < size; i++) {
            boolean takeMine = theirs == other.size()
                    || (mine < size()
                            && compare(times[mine], numbers[mine], other.times[theirs], other.numbers[theirs]) < 0);
            mergedTimes[i] = takeMine ? times[mine] : other.times[theirs];
            mergedNumbers[i] = takeMine ? numbers[mine++] : other.numbers[theirs++];
        }
        return new TimeEntries(mergedTimes, mergedNumbers);
    }

    TimeEntries slice(int from, int to) {
        return new TimeEntries(Arrays.copyOfRange(times, from, to), Arrays.copyOfRange(numbers, from, to));
    }

    public int size() {
        return times.length;
    }

    long time(int index) {
        return times[index];
    }

    public int number(int index) {
        return numbers[index];
    }

    /** The index of the first entry at or after the place (time, number). */
    public int firstAtOrAfter(long time, int number) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(times[middle], numbers[middle], time, number) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The numbers of the entries from one index to before another. */
    public RoaringBitmap members(int from, int to) {
        int[] members = Arrays.copyOfRange(numbers, from, to);
        RoaringBitmap bitmap = RoaringBitmap.bitmapOfUnordered(members);
        bitmap.runOptimize();
        return bitmap;
    }

    byte[] toBytes() {
        ByteBuffer out =
                ByteBuffer.allocate(Integer.BYTES + 2 * MAX_VARINT * size()).putInt(size());
        long time = 0;
        long number = 0;
        for (int i = 0; i < size(); i++) {
            putSigned(out, times[i] - time);
            putSigned(out, Integer.toUnsignedLong(numbers[i]) - number);
            time = times[i];
            number = Integer.toUnsignedLong(numbers[i]);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    static TimeEntries fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int size = in.getInt();
        long[] times = new long[size];
        int[] numbers = new int[size];
        long time = 0;
        long number = 0;
        for (int i = 0; i < size; i++) {
            time += getSigned(in);
            number += getSigned(in);
            times[i] = time;
            numbers[i] = (int) number;
        }
        return new TimeEntries(times, numbers);
    }

    static int compare(long time, int number, long otherTime, int otherNumber) {
        int byTime = Long.compare(time, otherTime);
        return byTime != 0 ? byTime : Integer.compareUnsigned(number, otherNumber);
    }

    private static boolean inOrder(long[] times, int[] numbers) {
        for (int i = 1; i < times.length; i++) {
            if (compare(times[i - 1], numbers[i - 1], times[i], numbers[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void putSigned(ByteBuffer out, long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long getSigned(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value >>> 1 ^ -(value & 1);
    }
}
