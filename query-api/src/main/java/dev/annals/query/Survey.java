package dev.annals.query;

import dev.annals.processor.view.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question about all documents that a filter matches, instead of about some of them in order: which values occur how often, and how the documents are
 * spread over time.
 *
 * @param facets the fields whose values are counted
 * @param division into which spans of time the documents are divided; empty when no histogram is asked for
 */
public record Survey(Filter filter, List<Facet> facets, Optional<Division> division) {
    /** The most values that one facet gives. */
    public static final int MOST_VALUES = 1_000;

    /** The most bars of one histogram. */
    public static final int MOST_BARS = 1_000;

    public Survey {
        facets = List.copyOf(facets);
    }

    /**
     * A field whose values are counted.
     *
     * @param field a text or id field
     * @param top how many values to give, those of most documents first, 1 to {@value #MOST_VALUES}
     * @param within only values that contain this text, leaving case aside; empty for all
     */
    public record Facet(Field field, int top, String within) {
        public Facet {
            if (top < 1 || top > MOST_VALUES) {
                throw new IllegalArgumentException(
                        "facet of " + field + " with " + top + " values (expected: 1 to " + MOST_VALUES + ")");
            }
        }
    }

    /** Divides the time from the first to the last matching document into spans. A pure function. */
    @FunctionalInterface
    public interface Division {
        /**
         * The beginnings of the spans, ascending, and the end of the last one.
         *
         * @param first time of the earliest matching document; not before the first beginning
         * @param last time of the latest; before the end of the last span
         * @return at least two instants; with more than {@value #MOST_BARS} spans the question is refused as too large, so it may end there
         */
        List<Instant> edges(Instant first, Instant last);
    }
}
