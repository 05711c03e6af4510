package dev.annals.processor.index.query;

import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.entry.TextWords.TextFold;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.roaringbitmap.RoaringBitmap;

/**
 * One tenant's documents as they were at one moment: a prefix 1 to {@link #count} of its log, of which count, postings, terms, times, texts
 * and rows all agree, whatever is appended meanwhile.
 *
 * <p><b>Numbers.</b> Documents are numbered 1, 2, 3, … without gaps. A {@link RoaringBitmap} holds them as unsigned 32-bit values, in
 * ascending order: widen with {@code Integer.toUnsignedLong} or {@code n & 0xFFFF_FFFFL}. Every bitmap given out is <b>immutable for the
 * caller</b>: it may be shared by other queries and kept for as long as one likes, but never changed (use {@code RoaringBitmap.and(a, b)},
 * not {@code a.and(b)}; clone before changing).
 *
 * <p><b>Orders.</b> By number: ascending unsigned. By time: ascending time, ties by ascending number; descending is its exact reverse, ties
 * included. Terms: unsigned byte order of the encoded value, which is the order {@link Term} describes.
 *
 * <p><b>Fields</b> that no document carries are no error: they have no terms, and their postings are empty.
 *
 * <p><b>Errors.</b> Scans throw {@link QueryTimeout} when the snapshot's deadline has passed. {@link IllegalStateException} when the
 * snapshot or its store has been closed. {@link java.io.UncheckedIOException} when the disk fails.
 *
 * <p><b>Threads.</b> Any number of threads may read from one snapshot, but none may be reading while it is closed. Close it soon: it keeps
 * superseded versions on disk from being dropped, and the store waits for its snapshots before it closes.
 */
public interface IndexSnapshot extends AutoCloseable {
    /** The number of documents, which is the number of the last one. */
    long count();

    /**
     * The offset of the last source record that the snapshot has applied, of whatever tenant; -1 when there was none. In a store with
     * several source partitions the greatest of theirs.
     */
    long position();

    /** The time budget the snapshot was taken with, for row filters outside of the store. */
    Deadline deadline();

    /** All documents: 1 to {@link #count}. */
    RoaringBitmap all();

    /** The documents that carry the term; empty when none does. */
    RoaringBitmap postings(Term term);

    /**
     * Visits the distinct values of a field within a range.
     *
     * @param field the field; values of another kind than the caller expects are not there unless they were appended
     * @param range which values
     * @param descending false: smallest value first; true: greatest value first
     * @param visitor gets each value once, in order
     */
    void terms(String field, TermRange range, boolean descending, TermVisitor visitor);

    /**
     * Visits the distinct values of a field within a range, each with the documents that carry it. Reads the postings in one sequential
     * pass, which for many values is far cheaper than {@link #terms} and {@link #postings(Term)} for each.
     *
     * <p>The documents of one value are in ascending order of number. A document that carries several values of the field is given with each.
     *
     * @param descending false: smallest value first; true: greatest value first
     */
    void postings(String field, TermRange range, boolean descending, PostingsVisitor visitor);

    /**
     * The documents that carry at least one value of the range that is accepted.
     *
     * @param accept says of an encoded value whether it counts; may be asked more than once about the same value, so it has to be a pure
     *     function
     */
    RoaringBitmap union(String field, TermRange range, Predicate<byte[]> accept);

    /** Whether any document of this snapshot carries a term of the field (for {@link Text} fields: has any word in it). */
    boolean hasField(String field);

    /** The fields, of terms and of texts, for which {@link #hasField} is true, in natural order of their names. */
    SortedSet<String> fields();

    /**
     * The documents whose time is in a range. Use {@code Long.MIN_VALUE} and {@code Long.MAX_VALUE}, inclusive, for an open end. A range
     * that ends before it begins is empty.
     *
     * @param fromMicros lower bound, microseconds since the epoch
     * @param toMicros upper bound, microseconds since the epoch
     */
    RoaringBitmap between(long fromMicros, boolean fromInclusive, long toMicros, boolean toInclusive);

    /**
     * A page of the matching documents in order of time.
     *
     * @param matching which documents; numbers that the snapshot does not have are left out
     * @param skip how many of the matching to pass over, 0 or more; beyond the end the page is empty
     * @param size how many to give at most, 0 or more
     * @param descending false: oldest first, ties by ascending number; true: newest first, ties by descending number
     * @return numbers in the order asked for; shorter than {@code size} only at the end
     */
    long[] pageByTime(RoaringBitmap matching, long skip, int size, boolean descending);

    /** A page of the matching documents in order of number. Parameters and result as in {@link #pageByTime}. */
    long[] pageByNumber(RoaringBitmap matching, long skip, int size, boolean descending);

    /**
     * The record bytes of a document.
     *
     * @throws java.util.NoSuchElementException when the number is not in 1 to {@link #count}
     */
    byte[] row(long number);

    /**
     * The record bytes of several documents, in the order of the numbers given. A number may come twice.
     *
     * @throws java.util.NoSuchElementException when a number is not in 1 to {@link #count}
     */
    List<byte[]> rows(long[] numbers);

    /**
     * Visits the rows of documents in order of number, in memory bounded by some hundred rows.
     *
     * @param numbers which documents; numbers that the snapshot does not have are left out
     * @param descending false: smallest number first; true: greatest number first
     */
    void scan(RoaringBitmap numbers, boolean descending, RowVisitor visitor);

    /**
     * The documents in which a {@link Text} of the field may contain the needle, leaving case aside as {@link TextFold} does. No document
     * that contains it is missing; unless {@link Candidates#exact}, some that do not contain it may be there. Never reads rows.
     */
    Candidates candidates(String field, String needle);

    /** Lets go of what the snapshot holds. Closing twice is harmless. */
    @Override
    void close();
}
