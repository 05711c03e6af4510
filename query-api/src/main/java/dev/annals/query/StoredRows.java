package dev.annals.query;

import dev.annals.processor.index.query.IndexSnapshot;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * Documents of an index by their numbers, with only a window of some megabytes in memory. Fast when read in order.
 * Not thread-safe.
 */
final class StoredRows<T> extends AbstractList<T> implements RandomAccess {
    private static final int WINDOW_BYTES = 4 * 1024 * 1024;
    /** Bytes of rows that are decoded and kept at once. */
    private static final int SMALL_BYTES = 512 * 1024;

    private static final int FIRST_ROWS = 16;
    private static final int MOST_ROWS = 1024;

    private final IndexSnapshot index;
    private final Function<byte[], T> decode;
    private final long[] numbers;

    private List<byte[]> window = List.of();
    private int windowFrom;

    private StoredRows(IndexSnapshot index, Function<byte[], T> decode, long[] numbers) {
        this.index = index;
        this.decode = decode;
        this.numbers = numbers;
    }

    /** The documents of these numbers: in memory when they are small, else to be read from the snapshot while it is open. */
    static <T> List<T> of(Source<T> source, long[] numbers) {
        RowDecoder<T> documents = source.documents();
        StoredRows<T> rows = new StoredRows<>(source.index(), documents.decode(), numbers);
        source.effort().holds((long) Long.BYTES * numbers.length);
        rows.load(0);
        boolean small = rows.window.size() == numbers.length && rows.bytesHeld() <= SMALL_BYTES;
        source.effort().holds(small ? rows.bytesHeld() : WINDOW_BYTES);
        return small ? rows.window.stream().map(documents.decode()).toList() : rows;
    }

    @Override
    public T get(int at) {
        java.util.Objects.checkIndex(at, numbers.length);
        if (at < windowFrom || at >= windowFrom + window.size()) {
            load(at);
        }
        return decode.apply(window.get(at - windowFrom));
    }

    @Override
    public int size() {
        return numbers.length;
    }

    /** How many bytes of rows are in memory. */
    long bytesHeld() {
        return window.stream().mapToLong(row -> row.length).sum();
    }

    private void load(int from) {
        List<byte[]> rows = new ArrayList<>();
        window = List.of();
        long bytes = 0;
        int step = FIRST_ROWS;
        for (int at = from; at < numbers.length && step > 0; ) {
            int to = Math.min(numbers.length, at + step);
            for (byte[] row : index.rows(Arrays.copyOfRange(numbers, at, to))) {
                rows.add(row);
                bytes += row.length;
            }
            at = to;
            long average = Math.max(1, bytes / rows.size());
            step = (int) Math.min(MOST_ROWS - rows.size(), (WINDOW_BYTES - bytes) / average);
        }
        window = rows;
        windowFrom = from;
    }
}
