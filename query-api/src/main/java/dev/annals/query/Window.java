package dev.annals.query;

import java.util.Arrays;

/** The part of an ordered answer that is asked for, filled while the answer is walked from its beginning. Not thread-safe. */
final class Window {
    private static final int INITIAL = 256;

    private final int size;
    private long skip;
    private long[] numbers;
    private int filled;

    Window(long skip, int size) {
        this.skip = skip;
        this.size = size;
        this.numbers = new long[Math.min(size, INITIAL)];
    }

    /** Passes over documents without looking at them, if all of them are before the window. */
    boolean skips(long documents) {
        if (skip < documents) {
            return false;
        }
        skip -= documents;
        return true;
    }

    /** How many documents are to be passed over before the next one that counts. */
    long toSkip() {
        return skip;
    }

    /** How many are still wanted. */
    int wanted() {
        return size - filled;
    }

    boolean full() {
        return filled == size;
    }

    /** Takes what a page with {@link #toSkip} and {@link #wanted} gave, out of a group larger than what is to be skipped. */
    void take(long[] page) {
        skip = 0;
        if (filled + page.length > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(filled + page.length, 2 * numbers.length));
        }
        System.arraycopy(page, 0, numbers, filled, page.length);
        filled += page.length;
    }

    /** The numbers taken, in order. */
    long[] numbers() {
        return Arrays.copyOf(numbers, filled);
    }
}
