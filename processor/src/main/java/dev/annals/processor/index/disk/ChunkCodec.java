package dev.annals.processor.index.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.ArrayContainer;
import org.roaringbitmap.BitmapContainer;
import org.roaringbitmap.Container;
import org.roaringbitmap.RunContainer;

/**
 * The byte form of one chunk of postings, the low halves of up to 65,536 numbers.
 *
 * <p>Open: the low halves, two bytes each (little endian), ascending; what is appended to it is again of this form. Sealed: a first byte
 * that says the kind, then low halves, or 1,024 words of bits, or runs of (first, length - 1), whichever is shortest.
 */
public final class ChunkCodec {
    public static final int WORDS = 1024;

    private static final byte LOW_HALVES = 0;
    private static final byte BITS = 1;
    private static final byte RUNS = 2;
    private static final int BITS_BYTES = WORDS * Long.BYTES;
    private static final int MAX_ARRAY = 4096;

    private ChunkCodec() {}

    /** The sealed form of an open one. */
    public static byte[] seal(byte[] open) {
        char[] lows = lows(open, 0);
        int runs = 0;
        for (int i = 0; i < lows.length; i++) {
            runs += i == 0 || lows[i] != lows[i - 1] + 1 ? 1 : 0;
        }
        int arrayBytes = 2 * lows.length;
        int runBytes = 4 * runs;
        if (runBytes < arrayBytes && runBytes < BITS_BYTES) {
            return sealRuns(lows, runBytes);
        }
        if (arrayBytes < BITS_BYTES) {
            byte[] sealed = new byte[1 + arrayBytes];
            sealed[0] = LOW_HALVES;
            System.arraycopy(open, 0, sealed, 1, arrayBytes);
            return sealed;
        }
        byte[] sealed = new byte[1 + BITS_BYTES];
        sealed[0] = BITS;
        littleEndian(sealed).asLongBuffer().put(bits(lows));
        return sealed;
    }

    /** The first low half of an open form. */
    public static int firstLow(byte[] open) {
        return (open[0] & 0xFF) | (open[1] & 0xFF) << 8;
    }

    public static Container readOpen(byte[] open) {
        return ofLows(lows(open, 0));
    }

    public static Container readSealed(byte[] sealed) {
        return switch (sealed[0]) {
            case LOW_HALVES -> ofLows(lows(sealed, 1));
            case BITS -> ofBits(words(sealed));
            case RUNS -> new RunContainer(lows(sealed, 1), (sealed.length - 1) / 4);
            default -> throw unknownKind(sealed);
        };
    }

    public static void addOpen(byte[] open, long[] bits) {
        addLows(open, 0, bits);
    }

    public static void addSealed(byte[] sealed, long[] bits) {
        switch (sealed[0]) {
            case LOW_HALVES -> addLows(sealed, 1, bits);
            case BITS -> {
                long[] words = words(sealed);
                for (int i = 0; i < WORDS; i++) {
                    bits[i] |= words[i];
                }
            }
            case RUNS -> {
                char[] runs = lows(sealed, 1);
                for (int i = 0; i < runs.length; i += 2) {
                    addRun(runs[i], runs[i] + runs[i + 1], bits);
                }
            }
            default -> throw unknownKind(sealed);
        }
    }

    /** A container of the bits, which are not copied; null when there are none. */
    public static @Nullable Container fromBits(long[] bits) {
        int cardinality = cardinality(bits);
        if (cardinality == 0) {
            return null;
        }
        if (cardinality > MAX_ARRAY) {
            return new BitmapContainer(bits, cardinality);
        }
        char[] lows = new char[cardinality];
        int length = 0;
        for (int i = 0; i < WORDS; i++) {
            for (long word = bits[i]; word != 0; word &= word - 1) {
                lows[length++] = (char) (i * Long.SIZE + Long.numberOfTrailingZeros(word));
            }
        }
        return new ArrayContainer(lows);
    }

    private static byte[] sealRuns(char[] lows, int runBytes) {
        byte[] sealed = new byte[1 + runBytes];
        sealed[0] = RUNS;
        ByteBuffer out = littleEndian(sealed);
        int first = 0;
        for (int i = 1; i <= lows.length; i++) {
            if (i == lows.length || lows[i] != lows[i - 1] + 1) {
                out.putChar(lows[first]).putChar((char) (i - 1 - first));
                first = i;
            }
        }
        return sealed;
    }

    private static Container ofLows(char[] lows) {
        return lows.length > MAX_ARRAY ? new BitmapContainer(bits(lows), lows.length) : new ArrayContainer(lows);
    }

    private static Container ofBits(long[] words) {
        return new BitmapContainer(words, cardinality(words));
    }

    private static int cardinality(long[] words) {
        int cardinality = 0;
        for (long word : words) {
            cardinality += Long.bitCount(word);
        }
        return cardinality;
    }

    private static long[] bits(char[] lows) {
        long[] bits = new long[WORDS];
        for (char low : lows) {
            bits[low >>> 6] |= 1L << low;
        }
        return bits;
    }

    private static void addLows(byte[] bytes, int from, long[] bits) {
        for (int i = from; i + 1 < bytes.length; i += 2) {
            int low = (bytes[i] & 0xFF) | (bytes[i + 1] & 0xFF) << 8;
            bits[low >>> 6] |= 1L << low;
        }
    }

    private static void addRun(int first, int last, long[] bits) {
        int firstWord = first >>> 6;
        int lastWord = last >>> 6;
        long fromFirst = -1L << first;
        long toLast = -1L >>> (63 - (last & 63));
        if (firstWord == lastWord) {
            bits[firstWord] |= fromFirst & toLast;
            return;
        }
        bits[firstWord] |= fromFirst;
        for (int i = firstWord + 1; i < lastWord; i++) {
            bits[i] = -1L;
        }
        bits[lastWord] |= toLast;
    }

    private static char[] lows(byte[] bytes, int from) {
        char[] lows = new char[(bytes.length - from) / 2];
        ByteBuffer.wrap(bytes, from, 2 * lows.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asCharBuffer()
                .get(lows);
        return lows;
    }

    private static long[] words(byte[] sealed) {
        long[] words = new long[WORDS];
        ByteBuffer.wrap(sealed, 1, BITS_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(words);
        return words;
    }

    /** What follows the first byte, to be filled. */
    private static ByteBuffer littleEndian(byte[] sealed) {
        return ByteBuffer.wrap(sealed, 1, sealed.length - 1).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static IllegalStateException unknownKind(byte[] sealed) {
        return new IllegalStateException("postings of kind " + sealed[0]
                + " (expected: 0, 1 or 2); the index is damaged: remove its directory and it is built again");
    }
}
