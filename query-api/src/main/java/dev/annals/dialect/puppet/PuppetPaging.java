package dev.annals.dialect.puppet;

import dev.annals.processor.view.CommitFields;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Query;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which of the matching commits are wanted. Offset and limit count commits; the order is that of their numbers, which is the
 * order in which they were closed, so ascending offsets never move.
 *
 * @param given the limit as asked for; empty when the default holds
 * @param limit at least 1. Never cut: a client that got fewer than it asked for would take the answer for the end
 */
record PuppetPaging(long offset, OptionalInt given, int limit, boolean ascending) {
    /** The first commit of all. */
    static final PuppetPaging FIRST = new PuppetPaging(0, OptionalInt.empty(), 1, true);

    /**
     * The paging that a request asks for.
     *
     * @param defaultLimit commits in an answer to a request without a limit
     */
    static PuppetPaging of(PuppetParameters parameters, int defaultLimit) throws PuppetRefusal {
        Optional<String> limit = parameters.single("limit");
        OptionalInt given = limit.isPresent()
                ? OptionalInt.of((int) number("limit", limit.get(), 1, Integer.MAX_VALUE))
                : OptionalInt.empty();
        Optional<String> offset = parameters.single("offset");
        return new PuppetPaging(
                offset.isPresent() ? number("offset", offset.get(), 0, Long.MAX_VALUE) : 0,
                given,
                given.orElse(defaultLimit),
                ascending(parameters.single("order").orElse("desc")));
    }

    /** The question for the commits of a filter. */
    Query query(Filter filter) {
        Order order = ascending ? Order.ascending(CommitFields.NUMBER) : Order.descending(CommitFields.NUMBER);
        return new Query(filter, order, offset, limit);
    }

    private static boolean ascending(String order) throws PuppetRefusal {
        if (!order.equals("asc") && !order.equals("desc")) {
            throw PuppetRefusal.schemaViolation(order, "{order: \"asc\" | \"desc\"}", "order is neither asc nor desc.");
        }
        return order.equals("asc");
    }

    private static long number(String name, String text, long least, long greatest) throws PuppetRefusal {
        // At most 19 digits: long enough for any long, short enough that parsing cannot be made expensive.
        if (text.matches("-?[0-9]{1,19}")) {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= greatest) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Falls through to the refusal: it is over the greatest number there is.
            }
        }
        throw PuppetRefusal.schemaViolation(
                text,
                "{" + name + ": integer from " + least + " to " + greatest + "}",
                name + " is not an integer from " + least + " to " + greatest + ".");
    }
}
