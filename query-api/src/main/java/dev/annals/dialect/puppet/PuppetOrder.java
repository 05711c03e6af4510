package dev.annals.dialect.puppet;

import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.processor.view.CommitFields;
import dev.annals.query.Order;

/** Reads {@code order}: by the number of a commit, which is the order in which commits were closed; the newest first unless asked otherwise. */
final class PuppetOrder {
    /** The order in which offsets never move. */
    static final Order OLDEST_FIRST = Order.ascending(CommitFields.NUMBER);

    static final Order NEWEST_FIRST = Order.descending(CommitFields.NUMBER);

    private PuppetOrder() {}

    static Parsed<Order> of(PuppetParameters parameters) {
        return parameters.single("order").then(given -> switch (given.orElse("desc")) {
            case "asc" -> Parsed.of(OLDEST_FIRST);
            case "desc" -> Parsed.of(NEWEST_FIRST);
            default ->
                Parsed.refused(Failure.Unfit.of(
                        given.orElseThrow(), "{order: \"asc\" | \"desc\"}", "order is neither asc nor desc."));
        });
    }
}
