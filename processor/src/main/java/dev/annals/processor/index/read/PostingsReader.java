package dev.annals.processor.index.read;

import dev.annals.processor.index.disk.ChunkCodec;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.disk.Keys.ByteKey;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.PostingsVisitor;
import dev.annals.processor.index.state.Caches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.ContainerPointer;
import org.roaringbitmap.RoaringBitmap;

/** Reads which documents carry a term, for one snapshot. Fields by ordinal. */
final class PostingsReader {
    /** So many terms, or less than one in {@link #FEW_SHARE}, are looked up each by itself. */
    private static final int ALWAYS_FEW = 256;

    private static final int FEW_SHARE = 8;

    private final SnapshotReads reads;
    private final Caches caches;
    private final int tenant;
    private final long count;
    /** Documents of this chunk and later ones may also be in {@link Family#OPEN}. */
    private final int openChunk;

    private final int lastChunk;

    PostingsReader(SnapshotReads reads, Caches caches) {
        this.reads = reads;
        this.caches = caches;
        this.tenant = reads.tenant().ordinal();
        this.count = reads.tenant().count();
        this.openChunk = reads.tenant().sealedChunks();
        this.lastChunk = reads.tenant().lastChunk();
    }

    RoaringBitmap of(int field, byte[] term) {
        ByteKey key = new ByteKey(Keys.term(tenant, field, term));
        Caches.Postings known = caches.postings(key);
        if (known != null && known.upTo() == count) {
            return known.numbers();
        }
        if (known != null && known.upTo() > count) {
            return RoaringBitmap.and(known.numbers(), RoaringBitmap.bitmapOfRange(1, count + 1));
        }
        RoaringBitmap numbers = new RoaringBitmap();
        int from = known == null ? 0 : Math.min(Keys.chunkOf(known.upTo()), openChunk);
        if (known != null) {
            copyBefore(known.numbers(), from, numbers);
        }
        read(field, term, from).appendTo(numbers, count);
        caches.keep(key, new Caches.Postings(count, numbers));
        return numbers;
    }

    private Segments read(int field, byte[] term, int fromChunk) {
        Segments segments = new Segments();
        try (Cursor cursor = reads.cursor(
                Family.POSTINGS,
                Keys.postings(tenant, field, term, (long) fromChunk << 16),
                Keys.afterPostings(tenant, field, term, count))) {
            for (boolean on = cursor.start(false); on; on = cursor.step(false)) {
                segments.add(Keys.chunkOf(Keys.postingsNumber(cursor.key())), ChunkCodec.readSealed(cursor.value()));
            }
        }
        for (int chunk = openChunk; chunk <= lastChunk; chunk++) {
            byte[] open = reads.get(Family.OPEN, Keys.open(tenant, chunk, field, term));
            if (open != null) {
                segments.add(chunk, ChunkCodec.readOpen(open));
            }
        }
        return segments;
    }

    /** The containers are shared, not copied: they are never changed. */
    private static void copyBefore(RoaringBitmap from, int chunk, RoaringBitmap to) {
        for (ContainerPointer at = from.getContainerPointer();
                at.getContainer() != null && at.key() < chunk;
                at.advance()) {
            to.append(at.key(), at.getContainer());
        }
    }

    RoaringBitmap union(int field, TermRange range, Predicate<byte[]> accept) {
        List<byte[]> few = fewAccepted(field, range, accept);
        return few != null ? unionOf(field, few) : unionInOnePass(field, range, accept);
    }

    /** The accepted terms of a range in order; null when they are so many that one pass over all postings is the shorter way. */
    private @Nullable List<byte[]> fewAccepted(int field, TermRange range, Predicate<byte[]> accept) {
        List<byte[]> accepted = new ArrayList<>();
        int scanned = 0;
        try (Cursor terms = termCursor(field, range)) {
            for (boolean on = terms.start(false); on; on = terms.step(false)) {
                byte[] key = terms.key();
                byte[] term = Arrays.copyOfRange(key, Keys.TERM_AT, key.length);
                scanned++;
                if (accept.test(term)) {
                    accepted.add(term);
                    if (accepted.size() > ALWAYS_FEW && accepted.size() > scanned / FEW_SHARE) {
                        return null;
                    }
                }
            }
        }
        return accepted;
    }

    /** A cursor over the distinct terms of a range. */
    Cursor termCursor(int field, TermRange range) {
        byte[] end = range.end();
        return reads.cursor(
                Family.TERMS,
                Keys.term(tenant, field, range.lower()),
                end == null ? TermRange.afterPrefix(Keys.fieldPrefix(tenant, field)) : Keys.term(tenant, field, end));
    }

    private RoaringBitmap unionInOnePass(int field, TermRange range, Predicate<byte[]> accept) {
        ChunkSets union = new ChunkSets();
        try (Cursor sealed = sealedCursor(field, range)) {
            byte @Nullable [] previous = null;
            boolean accepted = false;
            for (boolean on = sealed.start(false); on; on = sealed.step(false)) {
                byte[] key = sealed.key();
                if (previous == null || !Keys.sameTerm(key, previous)) {
                    accepted = accept.test(Keys.postingsTerm(key));
                    previous = key;
                }
                addSealed(accepted, key, sealed, union);
            }
        }
        for (int chunk = openChunk; chunk <= lastChunk; chunk++) {
            try (Cursor open = openCursor(chunk, field, range)) {
                for (boolean on = open.start(false); on; on = open.step(false)) {
                    byte[] key = open.key();
                    if (accept.test(Arrays.copyOfRange(key, Keys.OPEN_TERM_AT, key.length))) {
                        ChunkCodec.addOpen(open.value(), union.bits(chunk));
                    }
                }
            }
        }
        return union.toBitmap(count);
    }

    private void addSealed(boolean accepted, byte[] key, Cursor sealed, ChunkSets union) {
        long number = Keys.postingsNumber(key);
        if (accepted && number <= count) {
            ChunkCodec.addSealed(sealed.value(), union.bits(Keys.chunkOf(number)));
        }
    }

    /** The union over given terms, which must come in ascending order. */
    RoaringBitmap unionOf(int field, List<byte[]> terms) {
        ChunkSets union = new ChunkSets();
        try (Cursor sealed = sealedCursor(field, TermRange.all())) {
            boolean on = sealed.start(false);
            for (Iterator<byte[]> each = terms.iterator(); on && each.hasNext(); ) {
                byte[] first = Keys.postings(tenant, field, each.next(), 0);
                on = sealed.forwardTo(first);
                while (on) {
                    byte[] key = sealed.key();
                    if (!Keys.sameTerm(key, first)) {
                        break;
                    }
                    addSealed(true, key, sealed, union);
                    on = sealed.step(false);
                }
            }
        }
        for (int chunk = openChunk; chunk <= lastChunk; chunk++) {
            try (Cursor open = openCursor(chunk, field, TermRange.all())) {
                boolean on = open.start(false);
                for (Iterator<byte[]> each = terms.iterator(); on && each.hasNext(); ) {
                    byte[] key = Keys.open(tenant, chunk, field, each.next());
                    on = open.forwardTo(key);
                    if (on && Arrays.equals(open.key(), key)) {
                        ChunkCodec.addOpen(open.value(), union.bits(chunk));
                    }
                }
            }
        }
        return union.toBitmap(count);
    }

    void visit(int field, TermRange range, boolean descending, PostingsVisitor visitor) {
        List<Cursor> open = new ArrayList<>();
        try (Cursor sealed = sealedCursor(field, range)) {
            for (int chunk = openChunk; chunk <= lastChunk; chunk++) {
                open.add(openCursor(chunk, field, range));
            }
            new PostingsWalk(sealed, open, openChunk, count, descending).visit(visitor);
        } finally {
            open.forEach(Cursor::close);
        }
    }

    private Cursor sealedCursor(int field, TermRange range) {
        byte[] end = range.end();
        return reads.cursor(
                Family.POSTINGS,
                Keys.postingsStart(tenant, field, range.lower()),
                end == null
                        ? TermRange.afterPrefix(Keys.fieldPrefix(tenant, field))
                        : Keys.postingsStart(tenant, field, end));
    }

    private Cursor openCursor(int chunk, int field, TermRange range) {
        byte[] end = range.end();
        return reads.cursor(
                Family.OPEN,
                Keys.open(tenant, chunk, field, range.lower()),
                end == null
                        ? TermRange.afterPrefix(Keys.openFieldPrefix(tenant, chunk, field))
                        : Keys.open(tenant, chunk, field, end));
    }
}
