package dev.annals.query;

import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.TermVisitor;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.Field.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/** The distinct values of a field, read from the dictionary of the index. */
final class DistinctValues<T> {
    private final Source<T> source;
    private final IndexSnapshot index;

    DistinctValues(Source<T> source) {
        this.source = source;
        this.index = source.index();
    }

    /** The values that begin with a prefix, in order, at most {@code limit}. */
    List<String> of(Field field, String prefix, int limit) {
        if (limit == 0) {
            return List.of();
        }
        if (field.kind() != Kind.TEXT && field.kind() != Kind.ID) {
            throw new IllegalArgumentException("field " + field + " has no dictionary (expected: a text or id field)");
        }
        Set<String> values = new LinkedHashSet<>();
        Set<String> beginnings = new LinkedHashSet<>();
        terms(field, range(field, prefix), term -> {
            String value = FieldTerms.value(field, term);
            if (!Term.isCut(term)) {
                add(values, value, prefix);
            } else if (value.startsWith(prefix) || prefix.startsWith(value)) {
                beginnings.add(value);
                whole(field, term).forEach(each -> add(values, each, prefix));
            }
            return values.size() < limit;
        });
        // Values that the index keeps in part share their beginnings and are not in order among themselves.
        List<String> ordered = new ArrayList<>(values);
        if (!beginnings.isEmpty()) {
            ordered.sort(ValueTests.order(field));
        }
        return ordered.size() > limit ? List.copyOf(ordered.subList(0, limit)) : List.copyOf(ordered);
    }

    /** The terms of a range that some visible document carries. */
    private void terms(Field field, TermRange range, TermVisitor visitor) {
        if (source.isWhole()) {
            index.terms(field.column(), range, false, visitor);
        } else {
            index.postings(
                    field.column(),
                    range,
                    false,
                    (term, numbers) -> !RoaringBitmap.intersects(numbers, source.visible()) || visitor.visit(term));
        }
    }

    private static void add(Set<String> values, String value, String prefix) {
        if (value.startsWith(prefix)) {
            values.add(value);
        }
    }

    private static TermRange range(Field field, String prefix) {
        if (field.kind() == Kind.ID) {
            return FieldTerms.all(field);
        }
        byte[] beginning = FieldTerms.uncut(field, prefix);
        int comparable = FieldTerms.prefix(field).length + Term.MIN_KEPT_BYTES;
        return TermRange.prefix(Arrays.copyOf(beginning, Math.min(beginning.length, comparable)));
    }

    /** The whole of a value that the index keeps in part, from a document that has it. */
    private List<String> whole(Field field, byte[] term) {
        Term cut = Term.encoded(field.column(), term);
        long number = Integer.toUnsignedLong(
                RoaringBitmap.and(index.postings(cut), source.visible()).first());
        T document = source.documents().decode().apply(index.row(number));
        return source.documents().values().apply(document).of(field).stream()
                .filter(value -> FieldTerms.term(field, value).equals(cut))
                .toList();
    }
}
