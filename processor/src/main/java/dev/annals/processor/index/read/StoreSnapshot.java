package dev.annals.processor.index.read;

import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.entry.TextWords;
import dev.annals.processor.index.query.Candidates;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.PostingsVisitor;
import dev.annals.processor.index.query.RowVisitor;
import dev.annals.processor.index.query.TermVisitor;
import dev.annals.processor.index.state.Caches;
import dev.annals.processor.index.state.Ledger.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** The snapshot of one tenant of an indexed store. */
public final class StoreSnapshot implements IndexSnapshot {
    private final SnapshotReads reads;
    private final Names fields;
    private final PostingsReader postings;
    private final TimeReader times;
    private final RowReader rows;
    private final RoaringBitmap all;

    public StoreSnapshot(SnapshotReads reads, Names fields, Caches caches) {
        this.reads = reads;
        this.fields = fields;
        this.postings = new PostingsReader(reads, caches);
        this.times = new TimeReader(reads, caches);
        this.rows = new RowReader(reads);
        this.all = RoaringBitmap.bitmapOfRange(1, count() + 1);
    }

    @Override
    public long count() {
        return reads.tenant().count();
    }

    @Override
    public long position() {
        return reads.position();
    }

    @Override
    public Deadline deadline() {
        return reads.deadline();
    }

    @Override
    public RoaringBitmap all() {
        return all;
    }

    @Override
    public RoaringBitmap postings(Term term) {
        reads.check();
        int field = find(term.field());
        return field < 0 ? new RoaringBitmap() : postings.of(field, term.value());
    }

    @Override
    public void terms(String field, TermRange range, boolean descending, TermVisitor visitor) {
        reads.check();
        int ordinal = find(field);
        if (ordinal < 0) {
            return;
        }
        try (Cursor cursor = postings.termCursor(ordinal, range)) {
            boolean on = cursor.start(descending);
            while (on) {
                byte[] key = cursor.key();
                on = visitor.visit(Arrays.copyOfRange(key, Keys.TERM_AT, key.length)) && cursor.step(descending);
            }
        }
    }

    @Override
    public void postings(String field, TermRange range, boolean descending, PostingsVisitor visitor) {
        reads.check();
        int ordinal = find(field);
        if (ordinal >= 0) {
            postings.visit(ordinal, range, descending, visitor);
        }
    }

    @Override
    public RoaringBitmap union(String field, TermRange range, Predicate<byte[]> accept) {
        reads.check();
        int ordinal = find(field);
        return ordinal < 0 ? new RoaringBitmap() : postings.union(ordinal, range, accept);
    }

    @Override
    public boolean hasField(String field) {
        reads.check();
        return hasTerms(find(field))
                || hasTerms(fields.find(TextWords.wordField(field)))
                || hasTerms(fields.find(TextWords.longField(field)));
    }

    @Override
    public SortedSet<String> fields() {
        reads.check();
        SortedSet<String> present = new TreeSet<>();
        for (Map.Entry<String, Integer> field : fields.all().entrySet()) {
            if (hasTerms(field.getValue())) {
                present.add(TextWords.publicField(field.getKey()));
            }
        }
        return present;
    }

    @Override
    public RoaringBitmap between(long fromMicros, boolean fromInclusive, long toMicros, boolean toInclusive) {
        if ((!fromInclusive && fromMicros == Long.MAX_VALUE) || (!toInclusive && toMicros == Long.MIN_VALUE)) {
            return new RoaringBitmap();
        }
        long from = fromInclusive ? fromMicros : fromMicros + 1;
        long to = toInclusive ? toMicros : toMicros - 1;
        if (from > to) {
            return new RoaringBitmap();
        }
        return from == Long.MIN_VALUE && to == Long.MAX_VALUE ? all : times.between(from, to);
    }

    @Override
    public long[] pageByTime(RoaringBitmap matching, long skip, int size, boolean descending) {
        requirePage(skip, size);
        return times.page(matching, skip, size, descending);
    }

    @Override
    public long[] pageByNumber(RoaringBitmap matching, long skip, int size, boolean descending) {
        requirePage(skip, size);
        reads.check();
        RoaringBitmap known = isKnown(matching) ? matching : RoaringBitmap.and(matching, all);
        long total = known.getLongCardinality();
        int length = (int) Math.max(0, Math.min(size, total - skip));
        if (length == 0) {
            return new long[0];
        }
        long firstRank = descending ? total - skip - length : skip;
        PeekableIntIterator numbers = known.getIntIterator();
        numbers.advanceIfNeeded(known.select((int) firstRank));
        long[] page = new long[length];
        for (int i = 0; i < length; i++) {
            page[descending ? length - 1 - i : i] = Integer.toUnsignedLong(numbers.next());
        }
        return page;
    }

    @Override
    public byte[] row(long number) {
        return rows.row(number);
    }

    @Override
    public List<byte[]> rows(long[] numbers) {
        return new ArrayList<>(rows.rows(numbers));
    }

    @Override
    public void scan(RoaringBitmap numbers, boolean descending, RowVisitor visitor) {
        rows.scan(numbers, descending, visitor);
    }

    @Override
    public Candidates candidates(String field, String needle) {
        reads.check();
        int words = fields.find(TextWords.wordField(field));
        int longs = fields.find(TextWords.longField(field));
        return new NeedleSearch(reads, postings, words, longs).search(needle, all);
    }

    @Override
    public void close() {
        reads.close();
    }

    private int tenant() {
        return reads.tenant().ordinal();
    }

    /** The ordinal of a field of terms; the index's own fields are not to be had by name. */
    private int find(String field) {
        return field.indexOf('#') >= 0 ? -1 : fields.find(field);
    }

    private boolean hasTerms(int field) {
        if (field < 0) {
            return false;
        }
        byte[] prefix = Keys.fieldPrefix(tenant(), field);
        try (Cursor cursor = reads.cursor(Family.TERMS, prefix, TermRange.afterPrefix(prefix))) {
            return cursor.start(false);
        }
    }

    private boolean isKnown(RoaringBitmap matching) {
        return matching.isEmpty() || (!matching.contains(0) && Integer.toUnsignedLong(matching.last()) <= count());
    }

    private static void requirePage(long skip, int size) {
        if (skip < 0 || size < 0) {
            throw new IllegalArgumentException("page of " + size + " after " + skip + " (expected: both 0 or more)");
        }
    }
}
