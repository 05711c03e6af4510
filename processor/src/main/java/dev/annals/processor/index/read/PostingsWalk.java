package dev.annals.processor.index.read;

import dev.annals.processor.index.disk.ChunkCodec;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.query.PostingsVisitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** A walk over finished and open postings side by side, term by term in either order. */
final class PostingsWalk {
    private final Cursor sealed;
    private final List<Open> open = new ArrayList<>();
    private final long count;
    private final boolean descending;

    /** One open chunk and how far the walk has come in it. */
    private final class Open {
        private final int chunk;
        private final Cursor cursor;
        private byte @Nullable [] term;

        Open(int chunk, Cursor cursor) {
            this.chunk = chunk;
            this.cursor = cursor;
        }

        void stand(boolean there) {
            byte[] key = there ? cursor.key() : null;
            term = key == null ? null : Arrays.copyOfRange(key, Keys.OPEN_TERM_AT, key.length);
        }

        void take(Segments segments) {
            segments.add(chunk, ChunkCodec.readOpen(cursor.value()));
            stand(cursor.step(descending));
        }
    }

    /**
     * A walk over the documents up to and with number {@code count}.
     *
     * @param sealed where the finished postings are
     * @param open where the open ones are, a cursor for {@code openChunk} and each later chunk
     */
    PostingsWalk(Cursor sealed, List<Cursor> open, int openChunk, long count, boolean descending) {
        this.sealed = sealed;
        this.count = count;
        this.descending = descending;
        for (Cursor cursor : open) {
            this.open.add(new Open(openChunk + this.open.size(), cursor));
        }
    }

    void visit(PostingsVisitor visitor) {
        byte[] nextSealed = sealedTerm(sealed.start(descending));
        open.forEach(chunk -> chunk.stand(chunk.cursor.start(descending)));
        byte[] term = first(nextSealed);
        boolean on = true;
        while (on && term != null) {
            Segments segments = new Segments();
            if (Arrays.equals(term, nextSealed)) {
                nextSealed = takeSealed(segments);
            }
            for (Open chunk : open) {
                if (Arrays.equals(term, chunk.term)) {
                    chunk.take(segments);
                }
            }
            RoaringBitmap numbers = new RoaringBitmap();
            segments.appendTo(numbers, count);
            // Nothing is there for a term of which only pieces of an unfinished write were found.
            on = numbers.isEmpty() || visitor.visit(term, numbers);
            term = first(nextSealed);
        }
    }

    /** The term that comes first in this walk of all that are next; null when there is none. */
    private byte @Nullable [] first(byte @Nullable [] sealedTerm) {
        byte[] first = sealedTerm;
        for (Open chunk : open) {
            byte[] term = chunk.term;
            if (term != null && (first == null || isBefore(term, first))) {
                first = term;
            }
        }
        return first;
    }

    private boolean isBefore(byte[] term, byte[] other) {
        int ascending = Arrays.compareUnsigned(term, other);
        return descending ? ascending > 0 : ascending < 0;
    }

    /** Takes all segments of the term under the cursor, and gives the term after it. */
    private byte @Nullable [] takeSealed(Segments segments) {
        byte[] first = sealed.key();
        byte[] key = first;
        boolean on = true;
        while (on && Keys.sameTerm(key, first)) {
            long number = Keys.postingsNumber(key);
            if (number <= count) {
                segments.add(Keys.chunkOf(number), ChunkCodec.readSealed(sealed.value()));
            }
            on = sealed.step(descending);
            key = on ? sealed.key() : key;
        }
        return on ? Keys.postingsTerm(key) : null;
    }

    private byte @Nullable [] sealedTerm(boolean there) {
        return there ? Keys.postingsTerm(sealed.key()) : null;
    }
}
