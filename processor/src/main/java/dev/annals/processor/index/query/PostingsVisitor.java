package dev.annals.processor.index.query;

import dev.annals.processor.index.entry.Term;
import org.roaringbitmap.RoaringBitmap;

/** What is done with each distinct value of a field and the documents that carry it. */
@FunctionalInterface
public interface PostingsVisitor {
    /**
     * Takes one value with its documents.
     *
     * @param value the encoded value (see {@link Term}); the array belongs to the visitor
     * @param numbers the numbers of the documents, never empty; not to be modified, may be kept
     * @return true to go on, false to stop the scan
     */
    boolean visit(byte[] value, RoaringBitmap numbers);
}
