package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.CommitValues;
import dev.annals.processor.view.FieldValues;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How the rows of an index are read.
 *
 * @param decode a row to its document
 * @param values the values of a document
 * @param links the linked objects of one type of a document, each by itself
 */
record RowDecoder<T>(
        Function<byte[], T> decode, Function<T, FieldValues> values, BiFunction<T, String, List<FieldValues>> links) {

    static RowDecoder<Activity> activities(ActivityIndexing indexing, Function<byte[], Activity> decode) {
        return new RowDecoder<>(
                decode,
                indexing::values,
                (activity, type) -> indexing.values(activity).links(type));
    }

    static RowDecoder<Commit> commits(Function<byte[], Commit> decode) {
        return new RowDecoder<>(decode, CommitValues::new, (commit, type) -> {
            throw new IllegalArgumentException(
                    "commits have no links; a filter on one link of type " + type + " is for activities");
        });
    }
}
