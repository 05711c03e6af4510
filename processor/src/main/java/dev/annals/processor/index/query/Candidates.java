package dev.annals.processor.index.query;

import dev.annals.processor.index.entry.TextWords.TextFold;
import org.roaringbitmap.RoaringBitmap;

/**
 * The documents that may contain a piece of text: never too few, sometimes too many.
 *
 * @param numbers the numbers of the documents, not to be modified. All documents of the snapshot when the index cannot narrow the search,
 *     which is so for a needle without any letter or digit
 * @param sure those of them in which, after {@link TextFold#fold}, one of the texts of the field surely contains the needle; not to be modified
 */
public record Candidates(RoaringBitmap numbers, RoaringBitmap sure) {
    /** Candidates that all contain the needle when they are exact, and of which none is sure when they are not. */
    public Candidates(RoaringBitmap numbers, boolean exact) {
        this(numbers, exact ? numbers : new RoaringBitmap());
    }

    /** Whether all of them surely contain the needle; if not, the caller has to look at the rows of those that are not sure. */
    public boolean exact() {
        return sure.getLongCardinality() == numbers.getLongCardinality();
    }
}
