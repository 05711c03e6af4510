package dev.annals.dialect.puppet;

import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Query;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which of the matching commits are wanted. Offset and limit count commits.
 *
 * @param given the limit as asked for; empty when the default holds
 * @param limit at least 1. Never cut: a client that got fewer than it asked for would take the answer for the end
 */
record PuppetPaging(long offset, OptionalInt given, int limit) {
    /** The first commit of all. */
    static final PuppetPaging FIRST = new PuppetPaging(0, OptionalInt.empty(), 1);

    /**
     * The paging that a request asks for.
     *
     * @param defaultLimit commits in an answer to a request without a limit
     */
    static Parsed<PuppetPaging> of(PuppetParameters parameters, int defaultLimit) {
        return number(parameters, "limit", 1, Integer.MAX_VALUE, 0)
                .then(limit -> number(parameters, "offset", 0, Long.MAX_VALUE, 0)
                        .map(offset -> {
                            OptionalInt given = limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit.intValue());
                            return new PuppetPaging(offset, given, given.orElse(defaultLimit));
                        }));
    }

    /** The question for the commits of a filter. */
    Query query(Filter filter, Order order) {
        return new Query(filter, order, offset, limit);
    }

    private static Parsed<Long> number(
            PuppetParameters parameters, String name, long least, long greatest, long otherwise) {
        return parameters
                .single(name)
                .then(text -> text.isEmpty()
                        ? Parsed.of(otherwise)
                        : number(text.get(), least, greatest)
                                .map(Parsed::of)
                                .orElseGet(() -> Parsed.refused(Failure.Unfit.of(
                                        text.get(),
                                        "{" + name + ": integer from " + least + " to " + greatest + "}",
                                        name + " is not an integer from " + least + " to " + greatest + "."))));
    }

    private static Optional<Long> number(String text, long least, long greatest) {
        // At most 19 digits: long enough for any long, short enough that parsing cannot be made expensive.
        return Optional.of(text)
                .filter(digits -> digits.matches("-?[0-9]{1,19}"))
                .map(BigInteger::new)
                .filter(value -> value.compareTo(BigInteger.valueOf(least)) >= 0
                        && value.compareTo(BigInteger.valueOf(greatest)) <= 0)
                .map(BigInteger::longValue);
    }
}
