package dev.annals.processor.index.read;

import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.RowVisitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BatchIterator;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Reads record bytes, for one snapshot. */
final class RowReader {
    private static final int BATCH = 256;
    /** Up to this many rows passed over for each one wanted, walking over neighbours is cheaper than asking for each. */
    private static final int WALKABLE_GAP = 4;

    /** From so many rows on, neighbours are walked over. */
    private static final int WORTH_A_CURSOR = 16;

    private final SnapshotReads reads;
    private final int tenant;
    private final long count;

    RowReader(SnapshotReads reads) {
        this.reads = reads;
        this.tenant = reads.tenant().ordinal();
        this.count = reads.tenant().count();
    }

    byte[] row(long number) {
        reads.check();
        requireKnown(number);
        return present(reads.get(Family.ROWS, Keys.row(tenant, number)), number);
    }

    List<byte[]> rows(long[] numbers) {
        reads.check();
        if (numbers.length >= WORTH_A_CURSOR && isDense(numbers)) {
            if (isAscending(numbers)) {
                return neighbours(numbers);
            }
            long[] reversed = reversed(numbers);
            if (isAscending(reversed)) {
                // Backwards, a cursor takes twice as long.
                List<byte[]> rows = neighbours(reversed);
                Collections.reverse(rows);
                return rows;
            }
        }
        List<byte[]> rows = new ArrayList<>(numbers.length);
        List<byte[]> keys = new ArrayList<>();
        for (int from = 0; from < numbers.length; from += BATCH) {
            int to = Math.min(numbers.length, from + BATCH);
            keys.clear();
            for (int i = from; i < to; i++) {
                requireKnown(numbers[i]);
                keys.add(Keys.row(tenant, numbers[i]));
            }
            List<byte @Nullable []> found = reads.get(Family.ROWS, keys);
            for (int i = from; i < to; i++) {
                rows.add(present(found.get(i - from), numbers[i]));
            }
        }
        return rows;
    }

    /** Rows of ascending numbers that are close together. */
    private List<byte[]> neighbours(long[] numbers) {
        long last = numbers[numbers.length - 1];
        requireKnown(numbers[0]);
        requireKnown(last);
        List<byte[]> rows = new ArrayList<>(numbers.length);
        try (Cursor cursor = reads.cursor(Family.ROWS, Keys.row(tenant, numbers[0]), afterRow(last))) {
            walk(numbers, cursor, false, (number, row) -> rows.add(row));
        }
        return rows;
    }

    private static boolean isAscending(long[] numbers) {
        for (int i = 1; i < numbers.length; i++) {
            if (numbers[i] <= numbers[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static long[] reversed(long[] numbers) {
        long[] reversed = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            reversed[i] = numbers[numbers.length - 1 - i];
        }
        return reversed;
    }

    void scan(RoaringBitmap wanted, boolean descending, RowVisitor visitor) {
        if (count == 0) {
            return;
        }
        int[] batch = new int[BATCH];
        try (Cursor cursor = reads.cursor(Family.ROWS, Keys.row(tenant, 1), afterRow(count))) {
            BatchIterator ascending = wanted.getBatchIterator();
            IntIterator reverse = wanted.getReverseIntIterator();
            boolean on = true;
            while (on && (descending ? reverse.hasNext() : ascending.hasNext())) {
                int size = descending ? fill(reverse, batch) : ascending.nextBatch(batch);
                long[] numbers = known(batch, size);
                reads.check();
                on = numbers.length == 0
                        || (isDense(numbers) ? walk(numbers, cursor, descending, visitor) : fetch(numbers, visitor));
            }
        }
    }

    private static boolean isDense(long[] numbers) {
        return Math.abs(numbers[numbers.length - 1] - numbers[0]) < (long) WALKABLE_GAP * numbers.length;
    }

    private boolean walk(long[] numbers, Cursor cursor, boolean descending, RowVisitor visitor) {
        byte[] start = Keys.row(tenant, numbers[0]);
        boolean there = descending ? cursor.seekForPrev(start) : cursor.seek(start);
        for (long number : numbers) {
            while (there && Keys.rowNumber(cursor.key()) != number) {
                there = cursor.step(descending);
            }
            if (!visitor.visit(number, present(there ? cursor.value() : null, number))) {
                return false;
            }
        }
        return true;
    }

    private boolean fetch(long[] numbers, RowVisitor visitor) {
        List<byte[]> rows = rows(numbers);
        for (int i = 0; i < numbers.length; i++) {
            if (!visitor.visit(numbers[i], rows.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static int fill(IntIterator numbers, int[] batch) {
        int size = 0;
        while (size < batch.length && numbers.hasNext()) {
            batch[size++] = numbers.next();
        }
        return size;
    }

    private long[] known(int[] batch, int size) {
        return Arrays.stream(batch, 0, size)
                .mapToLong(Integer::toUnsignedLong)
                .filter(number -> number >= 1 && number <= count)
                .toArray();
    }

    private byte @Nullable [] afterRow(long number) {
        return number == IndexedDocument.MAX_NUMBER
                ? TermRange.afterPrefix(Keys.tenantPrefix(tenant))
                : Keys.row(tenant, number + 1);
    }

    private void requireKnown(long number) {
        if (number < 1 || number > count) {
            throw new NoSuchElementException("document " + number + " (expected: 1 to " + count + ")");
        }
    }

    private static byte[] present(byte @Nullable [] row, long number) {
        if (row == null) {
            throw new IllegalStateException("the row of document " + number
                    + " is missing; the index is damaged: remove its directory and it is built again");
        }
        return row;
    }
}
