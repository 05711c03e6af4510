package dev.annals.processor.index.query;

import dev.annals.processor.index.entry.TextFold;
import org.roaringbitmap.RoaringBitmap;

/**
 * The documents that may contain a piece of text: never too few, sometimes too many.
 *
 * @param numbers the numbers of the documents, not to be modified. All documents of the snapshot when the index cannot narrow the search,
 *     which is so for a needle without any letter or digit
 * @param exact true when {@code numbers} are precisely the documents in which, after {@link TextFold#fold}, one of the texts of the field
 *     contains the needle; false when the caller has to look at the row of each
 */
public record Candidates(RoaringBitmap numbers, boolean exact) {}
