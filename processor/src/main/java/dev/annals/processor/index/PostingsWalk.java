package dev.annals.processor.index;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.Container;
import org.roaringbitmap.RoaringBitmap;

/** A walk over finished and growing postings side by side, term by term in either order. */
final class PostingsWalk {
    private final Cursor sealed;
    private final Cursor open;
    private final int openChunk;
    private final boolean descending;

    private record Chunk(int chunk, Container numbers) {}

    PostingsWalk(Cursor sealed, Cursor open, int openChunk, boolean descending) {
        this.sealed = sealed;
        this.open = open;
        this.openChunk = openChunk;
        this.descending = descending;
    }

    void visit(PostingsVisitor visitor) {
        byte[] nextSealed = sealedTerm(sealed.start(descending));
        byte[] nextOpen = openTerm(open.start(descending));
        boolean on = true;
        while (on && (nextSealed != null || nextOpen != null)) {
            int order = order(nextSealed, nextOpen);
            byte[] term = order <= 0 ? nextSealed : nextOpen;
            Deque<Chunk> chunks = new ArrayDeque<>();
            if (order <= 0) {
                nextSealed = takeSealed(chunks);
            }
            if (order >= 0) {
                chunks.addLast(new Chunk(openChunk, ChunkCodec.readOpen(open.value())));
                nextOpen = openTerm(open.step(descending));
            }
            // Nothing is there for a term of which only unfinished pieces of sealing were found.
            on = term == null || chunks.isEmpty() || visitor.visit(term, bitmap(chunks));
        }
    }

    /** Less than 0: the sealed one is first in this walk; 0: both are the same term. */
    private int order(byte @Nullable [] sealedTerm, byte @Nullable [] openTerm) {
        if (sealedTerm == null) {
            return 1;
        }
        if (openTerm == null) {
            return -1;
        }
        int ascending = Arrays.compareUnsigned(sealedTerm, openTerm);
        return descending ? -ascending : ascending;
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

    private byte @Nullable [] openTerm(boolean there) {
        if (!there) {
            return null;
        }
        byte[] key = open.key();
        return Arrays.copyOfRange(key, Keys.OPEN_TERM_AT, key.length);
    }

    private static RoaringBitmap bitmap(Deque<Chunk> chunks) {
        RoaringBitmap numbers = new RoaringBitmap();
        for (Chunk chunk : chunks) {
            numbers.append((char) chunk.chunk(), chunk.numbers());
        }
        return numbers;
    }
}
