package dev.annals.dialect.sdelements;

import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Order;

/** The order of every listing. SD Elements has no parameter for it. */
final class SdeOrder {
    static final Order NEWEST_FIRST = Order.descending(ActivityFields.ID);

    private SdeOrder() {}
}
