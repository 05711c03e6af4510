package dev.annals.processor.index.read;

import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.GramEntries;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.entry.TextWords;
import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.index.query.Candidates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.roaringbitmap.RoaringBitmap;

/** Finds the documents whose texts may contain a needle, for one snapshot, from the words of the texts alone. */
final class NeedleSearch {
    /** More parts of a word than this do not narrow it further in a way that pays. */
    private static final int MOST_RACERS = 8;

    private static final int RACE_STRIDE = 128;

    private final SnapshotReads reads;
    private final PostingsReader postings;
    private final int wordField;
    private final int longField;

    /** A search in one field, whose own fields are given by ordinal (-1 when there is none). */
    NeedleSearch(SnapshotReads reads, PostingsReader postings, int wordField, int longField) {
        this.reads = reads;
        this.postings = postings;
        this.wordField = wordField;
        this.longField = longField;
    }

    Candidates search(String needle, RoaringBitmap all) {
        List<TextWords.Word> words = TextWords.of(TextFold.fold(needle));
        if (words.isEmpty()) {
            return new Candidates(all, false);
        }
        boolean oneOpenWord =
                words.size() == 1 && words.get(0).atStart() && words.get(0).atEnd();
        RoaringBitmap found = null;
        RoaringBitmap sure = new RoaringBitmap();
        for (TextWords.Word word : words) {
            RoaringBitmap inWords = word.isLong() ? new RoaringBitmap() : inDictionary(word);
            RoaringBitmap inLong = inLongWords(word);
            RoaringBitmap either = inLong.isEmpty() ? inWords : RoaringBitmap.or(inWords, inLong);
            if (oneOpenWord) {
                // Of a long word the index has the parts, not their order; what a shorter word has, it has.
                sure = TextWords.grams(word.text()).size() <= 1 ? either : inWords;
            }
            found = found == null ? either : RoaringBitmap.and(found, either);
            if (found.isEmpty()) {
                break;
            }
        }
        return new Candidates(found == null ? all : found, sure);
    }

    private RoaringBitmap inDictionary(TextWords.Word word) {
        if (wordField < 0) {
            return new RoaringBitmap();
        }
        byte[] bytes = TextWords.bytes(word.text());
        if (!word.atStart() && !word.atEnd()) {
            return postings.of(wordField, bytes);
        }
        if (!word.atStart()) {
            return postings.union(wordField, TermRange.prefix(bytes), value -> true);
        }
        // Within UTF-8 a piece of text is a piece of bytes, so there is no need to decode.
        Predicate<byte[]> fits = word.atEnd() ? value -> contains(value, bytes) : value -> endsWith(value, bytes);
        List<String> grams = List.copyOf(TextWords.grams(word.text()));
        return grams.isEmpty()
                ? postings.union(wordField, TermRange.all(), fits)
                : postings.unionOf(wordField, race(grams, fits));
    }

    /** Documents with long words that have all parts of the word (in whatever order). */
    private RoaringBitmap inLongWords(TextWords.Word word) {
        boolean whole = !word.atStart() && !word.atEnd();
        if (longField < 0 || (whole && !word.isLong())) {
            return new RoaringBitmap();
        }
        List<String> grams = List.copyOf(TextWords.grams(word.text()));
        if (grams.isEmpty()) {
            byte[] bytes = TextWords.bytes(word.text());
            return postings.union(longField, TermRange.all(), value -> contains(value, bytes));
        }
        RoaringBitmap found = postings.of(longField, TextWords.bytes(grams.get(0)));
        for (int i = 1; i < grams.size() && !found.isEmpty(); i++) {
            found = RoaringBitmap.and(found, postings.of(longField, TextWords.bytes(grams.get(i))));
        }
        return found;
    }

    /**
     * The words of the dictionary that fit, in order. Which of the parts is the rarest is not known beforehand, so the words of each are
     * looked through side by side until those of one part are done: that one was the rarest.
     */
    private List<byte[]> race(List<String> grams, Predicate<byte[]> fits) {
        List<Racer> racers = new ArrayList<>();
        try {
            int step = (grams.size() + MOST_RACERS - 1) / MOST_RACERS;
            for (int i = 0; i < grams.size(); i += step) {
                racers.add(new Racer(grams.get(i)));
            }
            while (true) {
                for (Racer racer : racers) {
                    if (racer.run(fits)) {
                        return List.copyOf(racer.found);
                    }
                }
            }
        } finally {
            racers.forEach(Racer::close);
        }
    }

    private final class Racer implements AutoCloseable {
        private final Cursor cursor;
        private final int wordAt;
        private final SortedSet<byte[]> found = new TreeSet<>(Arrays::compareUnsigned);
        private boolean there;

        Racer(String gram) {
            byte[] prefix = Keys.gramPrefix(reads.tenant().ordinal(), wordField, gram.getBytes(StandardCharsets.UTF_8));
            this.wordAt = prefix.length;
            this.cursor = reads.cursor(Family.GRAMS, prefix, TermRange.afterPrefix(prefix));
            this.there = cursor.start(false);
        }

        /** Runs a stretch; true when it has come to the end. */
        boolean run(Predicate<byte[]> fits) {
            int looked = 0;
            while (looked < RACE_STRIDE && there) {
                for (byte[] word : GramEntries.words(cursor.key(), wordAt, cursor.value())) {
                    looked++;
                    if (fits.test(word)) {
                        found.add(word);
                    }
                }
                there = cursor.step(false);
            }
            return !there;
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    private static boolean endsWith(byte[] value, byte[] end) {
        return value.length >= end.length && matches(value, value.length - end.length, end);
    }

    private static boolean contains(byte[] value, byte[] piece) {
        for (int at = 0; at + piece.length <= value.length; at++) {
            if (matches(value, at, piece)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] value, int at, byte[] piece) {
        return Arrays.equals(value, at, at + piece.length, piece, 0, piece.length);
    }
}
