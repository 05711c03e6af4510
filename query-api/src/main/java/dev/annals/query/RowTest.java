package dev.annals.query;

import dev.annals.processor.view.Field;
import dev.annals.processor.view.FieldValues;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A filter made ready to look at documents one by one. */
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
        if (filter instanceof Filter.And and) {
            List<RowTest> parts = and.parts().stream().map(RowTest::of).toList();
            return (values, links) -> parts.stream().allMatch(part -> part.matches(values, links));
        }
        if (filter instanceof Filter.Or or) {
            List<RowTest> parts = or.parts().stream().map(RowTest::of).toList();
            return (values, links) -> parts.stream().anyMatch(part -> part.matches(values, links));
        }
        if (filter instanceof Filter.Not not) {
            RowTest part = of(not.part());
            return (values, links) -> !part.matches(values, links);
        }
        if (filter instanceof Filter.Missing missing) {
            return (values, links) -> values.of(missing.field()).isEmpty();
        }
        if (filter instanceof Filter.SameLink same) {
            RowTest all = of(new Filter.And(same.conditions()));
            return (values, links) ->
                    links.apply(same.type()).stream().anyMatch(link -> all.matches(link, RowTest::noLinks));
        }
        if (filter instanceof Filter.Term term) {
            return any(term.field(), ValueTests.equal(term.field(), term.value()));
        }
        if (filter instanceof Filter.In in) {
            return any(
                    in.field(),
                    in.values().stream()
                            .map(value -> ValueTests.equal(in.field(), value))
                            .reduce(value -> false, Predicate::or));
        }
        if (filter instanceof Filter.Prefix prefix) {
            return any(prefix.field(), ValueTests.begins(prefix));
        }
        if (filter instanceof Filter.Contains contains) {
            return any(contains.field(), ValueTests.contains(contains));
        }
        if (filter instanceof Filter.Matches matches) {
            return any(matches.field(), ValueTests.matches(matches));
        }
        if (filter instanceof Filter.Range range) {
            return any(range.field(), ValueTests.within(range));
        }
        throw new IllegalStateException("a kind of filter that looking at rows does not know: " + filter);
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
