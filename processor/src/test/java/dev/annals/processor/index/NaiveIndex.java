package dev.annals.processor.index;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.entry.TextWords.TextFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.roaringbitmap.RoaringBitmap;

/** The documents of one tenant in a list, with every question answered by looking at all of them. */
final class NaiveIndex {
    private final List<IndexedDocument> documents;

    NaiveIndex(List<IndexedDocument> documents) {
        this.documents = documents;
    }

    int count() {
        return documents.size();
    }

    IndexedDocument document(long number) {
        return documents.get((int) number - 1);
    }

    RoaringBitmap where(Predicate<IndexedDocument> condition) {
        RoaringBitmap numbers = new RoaringBitmap();
        for (IndexedDocument document : documents) {
            if (condition.test(document)) {
                numbers.add((int) document.number());
            }
        }
        return numbers;
    }

    RoaringBitmap postings(Term term) {
        return where(document -> document.terms().contains(term));
    }

    RoaringBitmap union(String field, TermRange range, Predicate<byte[]> accept) {
        return where(document -> document.terms().stream()
                .anyMatch(term ->
                        term.field().equals(field) && range.contains(term.value()) && accept.test(term.value())));
    }

    List<byte[]> terms(String field, TermRange range) {
        TreeSet<byte[]> values = new TreeSet<>(Arrays::compareUnsigned);
        for (IndexedDocument document : documents) {
            for (Term term : document.terms()) {
                if (term.field().equals(field) && range.contains(term.value())) {
                    values.add(term.value());
                }
            }
        }
        return new ArrayList<>(values);
    }

    RoaringBitmap between(long from, boolean fromInclusive, long to, boolean toInclusive) {
        return where(document -> {
            long time = document.timeMicros();
            return (fromInclusive ? time >= from : time > from) && (toInclusive ? time <= to : time < to);
        });
    }

    long[] pageByTime(RoaringBitmap matching, long skip, int size, boolean descending) {
        Comparator<IndexedDocument> order =
                Comparator.comparingLong(IndexedDocument::timeMicros).thenComparingLong(IndexedDocument::number);
        return documents.stream()
                .filter(document -> matching.contains((int) document.number()))
                .sorted(descending ? order.reversed() : order)
                .skip(skip)
                .limit(size)
                .mapToLong(IndexedDocument::number)
                .toArray();
    }

    RoaringBitmap containing(String field, String needle) {
        return where(document -> document.texts().stream()
                .anyMatch(text -> text.field().equals(field) && TextFold.contains(text.text(), needle)));
    }
}
