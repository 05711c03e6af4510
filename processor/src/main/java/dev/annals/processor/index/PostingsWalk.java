package dev.annals.processor.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.Container;
import org.roaringbitmap.RoaringBitmap;

/** A walk over finished and open postings side by side, term by term in either order. */
final class PostingsWalk {
    private final Cursor sealed;
    private final List<Open> open = new ArrayList<>();
    private final int openChunk;
    private final boolean descending;

    private record Chunk(int chunk, Container numbers) {}

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

        Chunk take() {
            Chunk taken = new Chunk(chunk, ChunkCodec.readOpen(cursor.value()));
            stand(cursor.step(descending));
            return taken;
        }
    }

    /** A walk over chunks below {@code openChunk} with one cursor, and over this and later ones with one each. */
    PostingsWalk(Cursor sealed, List<Cursor> open, int openChunk, boolean descending) {
        this.sealed = sealed;
        this.openChunk = openChunk;
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
            Deque<Chunk> chunks = new ArrayDeque<>();
            if (Arrays.equals(term, nextSealed)) {
                nextSealed = takeSealed(chunks);
            }
            for (Open chunk : open) {
                if (Arrays.equals(term, chunk.term)) {
                    chunks.addLast(chunk.take());
                }
            }
            // Nothing is there for a term of which only unfinished pieces of sealing were found.
            on = chunks.isEmpty() || visitor.visit(term, bitmap(chunks));
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

    /** Takes all chunks of the term under the cursor, in ascending order, and gives the term after it. */
    private byte @Nullable [] takeSealed(Deque<Chunk> chunks) {
        byte[] first = sealed.key();
        byte[] key = first;
        boolean on = true;
        while (on && Keys.sameTerm(key, first)) {
            int chunk = Keys.postingsChunk(key);
            if (chunk < openChunk) {
                Chunk read = new Chunk(chunk, ChunkCodec.readSealed(sealed.value()));
                if (descending) {
                    chunks.addFirst(read);
                } else {
                    chunks.addLast(read);
                }
            }
            on = sealed.step(descending);
            key = on ? sealed.key() : key;
        }
        return on ? Keys.postingsTerm(key) : null;
    }

    private byte @Nullable [] sealedTerm(boolean there) {
        return there ? Keys.postingsTerm(sealed.key()) : null;
    }

    private static RoaringBitmap bitmap(Deque<Chunk> chunks) {
        RoaringBitmap numbers = new RoaringBitmap();
        for (Chunk chunk : chunks) {
            numbers.append((char) chunk.chunk(), chunk.numbers());
        }
        return numbers;
    }
}
