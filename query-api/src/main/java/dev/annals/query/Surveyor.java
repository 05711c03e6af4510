package dev.annals.query;

import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.Field.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.roaringbitmap.RoaringBitmap;

/** Answers surveys from the postings of the index. Rows are read only where so few documents match that a dictionary is the longer way, or where the index keeps a value in part. */
final class Surveyor<T> {
    private static final int VALUES_PER_CHECK = 256;

    private final Source<T> source;
    private final IndexSnapshot index;
    private final Field time;

    /**
     * A surveyor of one log.
     *
     * @param time the log's field of time
     */
    Surveyor(Source<T> source, Field time) {
        this.source = source;
        this.index = source.index();
        this.time = time;
    }

    Overview answer(Survey survey) {
        RoaringBitmap matching = new Planner<>(source).matching(survey.filter());
        List<Overview.Facet> facets = new ArrayList<>();
        for (Survey.Facet facet : survey.facets()) {
            facets.add(facet(facet, matching));
        }
        List<Overview.Bar> bars =
                survey.division().map(division -> bars(division, matching)).orElse(List.of());
        return new Overview(matching.getLongCardinality(), index.position(), facets, bars);
    }

    private Overview.Facet facet(Survey.Facet facet, RoaringBitmap matching) {
        Field field = facet.field();
        if (field.kind() != Kind.TEXT && field.kind() != Kind.ID) {
            throw new IllegalArgumentException(
                    "facet of " + field + ", which has no dictionary (expected: a text or id field)");
        }
        Tally tally = new Tally(facet);
        if (matching.getLongCardinality() <= source.few()) {
            return fromRows(tally, field, matching);
        }
        RoaringBitmap present = new RoaringBitmap();
        int[] looked = new int[1];
        index.postings(field.column(), FieldTerms.all(field), false, (term, numbers) -> {
            if (++looked[0] % VALUES_PER_CHECK == 0) {
                source.effort().check();
            }
            RoaringBitmap found = RoaringBitmap.and(numbers, matching);
            if (!found.isEmpty()) {
                present.or(found);
                tally.add(text(field, term, found), found.getLongCardinality());
            }
            return true;
        });
        return tally.facet(matching.getLongCardinality() - present.getLongCardinality());
    }

    private Overview.Facet fromRows(Tally tally, Field field, RoaringBitmap matching) {
        Map<String, Long> counts = new HashMap<>();
        long[] missing = new long[1];
        source.effort().looksAt(matching.getLongCardinality());
        index.scan(matching, false, (number, row) -> {
            List<String> values = source.documents()
                    .values()
                    .apply(source.documents().decode().apply(row))
                    .of(field);
            if (values.isEmpty()) {
                missing[0]++;
            }
            values.stream().distinct().forEach(value -> counts.merge(value, 1L, Long::sum));
            return true;
        });
        counts.forEach(tally::add);
        return tally.facet(missing[0]);
    }

    /** The whole of a value, also where the index keeps only its beginning: all documents of a term have the same value. */
    private String text(Field field, byte[] term, RoaringBitmap carrying) {
        if (!Term.isCut(term)) {
            return FieldTerms.value(field, term);
        }
        source.effort().looksAt(1);
        Term cut = Term.encoded(field.column(), term);
        T document = source.documents().decode().apply(index.row(Integer.toUnsignedLong(carrying.first())));
        return source.documents().values().apply(document).of(field).stream()
                .filter(value -> FieldTerms.term(field, value).equals(cut))
                .findFirst()
                .orElseGet(() -> FieldTerms.value(field, term));
    }

    private List<Overview.Bar> bars(Survey.Division division, RoaringBitmap matching) {
        if (matching.isEmpty()) {
            return List.of();
        }
        List<Instant> edges = division.edges(timeAtEnd(matching, false), timeAtEnd(matching, true));
        if (edges.size() > Survey.MOST_BARS + 1) {
            throw new TooMuch("The histogram would have more than " + Survey.MOST_BARS
                    + " bars; ask for a longer interval, or for a shorter time.");
        }
        List<Overview.Bar> bars = new ArrayList<>(edges.size() - 1);
        for (int i = 0; i + 1 < edges.size(); i++) {
            source.effort().check();
            RoaringBitmap span = index.between(micros(edges.get(i)), true, micros(edges.get(i + 1)), false);
            bars.add(new Overview.Bar(edges.get(i), edges.get(i + 1), RoaringBitmap.andCardinality(span, matching)));
        }
        return bars;
    }

    private Instant timeAtEnd(RoaringBitmap matching, boolean latest) {
        long number = index.pageByTime(matching, 0, 1, latest)[0];
        T document = source.documents().decode().apply(index.row(number));
        String micros = source.documents().values().apply(document).of(time).get(0);
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    /** The values of most documents, in memory for as many as are wanted. */
    private static final class Tally {
        private final Comparator<Overview.Value> best;
        private final PriorityQueue<Overview.Value> top;
        private final int most;
        private final String within;
        private long distinct;

        Tally(Survey.Facet facet) {
            best = Comparator.comparingLong((Overview.Value value) -> -value.count())
                    .thenComparing(Overview.Value::text, ValueTests.order(facet.field()));
            top = new PriorityQueue<>(best.reversed());
            most = facet.top();
            within = folded(facet.within());
        }

        void add(String text, long count) {
            if (!within.isEmpty() && !folded(text).contains(within)) {
                return;
            }
            distinct++;
            Overview.Value value = new Overview.Value(text, count);
            if (top.size() < most) {
                top.add(value);
            } else if (best.compare(value, top.element()) < 0) {
                top.remove();
                top.add(value);
            }
        }

        Overview.Facet facet(long missing) {
            return new Overview.Facet(top.stream().sorted(best).toList(), distinct, missing);
        }

        private static String folded(String text) {
            return TextFold.fold(text);
        }
    }
}
