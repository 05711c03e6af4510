package dev.annals.query;

import dev.annals.processor.view.Field;
import dev.annals.processor.view.FieldValues;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A filter prepared for testing documents one by one. */
@FunctionalInterface
interface RowTest {
    /**
     * Whether a document matches.
     *
     * @param values its values
     * @param links its linked objects of a type, each by itself
     */
    boolean matches(FieldValues values, Function<String, List<FieldValues>> links);

    /** The test of a filter. */
    static RowTest of(Filter filter) {
        return filter.fold(Compiling.TEST);
    }

    /** Makes tests of filters. */
    enum Compiling implements Filter.Cases<RowTest> {
        TEST;

        @Override
        public RowTest and(Filter.And and) {
            RowTest[] parts = tests(and.parts());
            return (values, links) -> {
                for (RowTest part : parts) {
                    if (!part.matches(values, links)) {
                        return false;
                    }
                }
                return true;
            };
        }

        @Override
        public RowTest or(Filter.Or or) {
            RowTest[] parts = tests(or.parts());
            return (values, links) -> {
                for (RowTest part : parts) {
                    if (part.matches(values, links)) {
                        return true;
                    }
                }
                return false;
            };
        }

        @Override
        public RowTest not(Filter.Not not) {
            RowTest part = of(not.part());
            return (values, links) -> !part.matches(values, links);
        }

        @Override
        public RowTest missing(Filter.Missing missing) {
            return (values, links) -> values.of(missing.field()).isEmpty();
        }

        @Override
        public RowTest sameLink(Filter.SameLink same) {
            RowTest all = of(new Filter.And(same.conditions()));
            return (values, links) ->
                    links.apply(same.type()).stream().anyMatch(link -> all.matches(link, Compiling::noLinks));
        }

        @Override
        public RowTest term(Filter.Term term) {
            return any(term.field(), ValueTests.equal(term.field(), term.value()));
        }

        @Override
        public RowTest in(Filter.In in) {
            return any(in.field(), ValueTests.oneOf(in.field(), in.values()));
        }

        @Override
        public RowTest prefix(Filter.Prefix prefix) {
            return any(prefix.field(), ValueTests.begins(prefix));
        }

        @Override
        public RowTest contains(Filter.Contains contains) {
            return any(contains.field(), ValueTests.contains(contains));
        }

        @Override
        public RowTest passes(Filter.Passes passes) {
            return any(passes.field(), passes.test());
        }

        @Override
        public RowTest matches(Filter.Matches matches) {
            return any(matches.field(), ValueTests.matches(matches));
        }

        @Override
        public RowTest range(Filter.Range range) {
            return any(range.field(), ValueTests.within(range));
        }

        private static RowTest[] tests(List<Filter> parts) {
            return parts.stream().map(RowTest::of).toArray(RowTest[]::new);
        }

        private static RowTest any(Field field, Predicate<String> test) {
            return (values, links) -> {
                for (String value : values.of(field)) {
                    if (test.test(value)) {
                        return true;
                    }
                }
                return false;
            };
        }

        private static List<FieldValues> noLinks(String type) {
            throw new IllegalArgumentException("a condition on a link asks for links of type " + type + " again");
        }
    }
}
