package dev.annals.dialect.annals;

import dev.annals.api.QueryString;
import dev.annals.processor.view.Field;
import dev.annals.query.Order;
import java.util.List;
import java.util.Optional;

/**
 * The order that a request asks for: by one field, upwards or downwards.
 *
 * @param order how the records are sorted
 * @param byId whether that is the order of the ids
 * @param descending whether it goes downwards
 */
record AnnalsOrder(Order order, boolean byId, boolean descending) {
    private static final String ID = "id";
    private static final String TIME = "time";

    /** The order of a request; the newest first when it names none. */
    static AnnalsOrder of(QueryString query, AnnalsFields fields) throws Refused {
        String text = query.last("order").orElse("-" + ID);
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        Optional<Field> field = name.equals(ID)
                ? Optional.of(fields.number())
                : name.equals(TIME) ? Optional.of(fields.time()) : fields.field(name);
        if (field.isEmpty()) {
            throw new Refused(
                    "order",
                    "",
                    "there is no field '" + name + "'",
                    "id, time, " + fields.names() + "; with - before it downwards");
        }
        return new AnnalsOrder(new Order(List.of(new Order.Key(field.get(), descending))), name.equals(ID), descending);
    }
}
