package dev.annals.processor.index.entry;

import dev.annals.processor.index.entry.Term.TermCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of encoded term values in unsigned byte order, which is the order {@link Term} promises.
 *
 * <p>Built up from {@link #all}: {@code TermRange.all().from(a, true).to(b, false)} is {@code [a, b)}. A range that holds nothing (its
 * lower bound after its upper one) is allowed and matches nothing. Immutable.
 */
public final class TermRange {
    private static final TermRange ALL = new TermRange(new byte[0], null);

    /** First value in the range. */
    private final byte[] lower;
    /** First value after the range, null when it has no end. */
    private final byte @Nullable [] end;

    private TermRange(byte[] lower, byte @Nullable [] end) {
        this.lower = lower;
        this.end = end;
    }

    /** All values. */
    public static TermRange all() {
        return ALL;
    }

    /** The values that begin with the given bytes; all of them when there are none. */
    public static TermRange prefix(byte[] prefix) {
        return new TermRange(prefix.clone(), afterPrefix(prefix));
    }

    /**
     * The text values that begin with the given text. For a prefix of more than {@value Term#MIN_KEPT_BYTES} bytes of UTF-8 the range is
     * wider than asked, so that cut terms are in it: check what you get.
     */
    public static TermRange textPrefix(String prefix) {
        byte[] utf8 = prefix.getBytes(StandardCharsets.UTF_8);
        return prefix(Arrays.copyOf(utf8, TermCodec.wholeCodePoints(utf8, Term.MIN_KEPT_BYTES)));
    }

    /** This range without what is below the bound (or, if not inclusive, at it). Replaces an earlier lower bound. */
    public TermRange from(byte[] bound, boolean inclusive) {
        return new TermRange(inclusive ? bound.clone() : next(bound), end);
    }

    /** This range without what is above the bound (or, if not inclusive, at it). Replaces an earlier upper bound. */
    public TermRange to(byte[] bound, boolean inclusive) {
        return new TermRange(lower, inclusive ? next(bound) : bound.clone());
    }

    /** Whether a value is in this range. */
    public boolean contains(byte[] value) {
        return Arrays.compareUnsigned(lower, value) <= 0 && (end == null || Arrays.compareUnsigned(value, end) < 0);
    }

    /** The smallest value that can be in this range. */
    public byte[] lower() {
        return lower;
    }

    /** The smallest value above this range, null when there is none. */
    public byte @Nullable [] end() {
        return end;
    }

    /** The smallest byte string that is greater than all that begin with the prefix, null when there is none. */
    public static byte @Nullable [] afterPrefix(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] after = Arrays.copyOf(prefix, length);
        after[length - 1]++;
        return after;
    }

    private static byte[] next(byte[] bound) {
        return Arrays.copyOf(bound, bound.length + 1);
    }
}
