package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Order;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads {@code order_by} and its alias {@code order}: the last in the query string counts, keys separated by commas, {@code -} for downwards. */
final class AwxOrder {
    /** Newest first, as the guide has it. */
    static final Order DEFAULT = Order.descending(ActivityFields.TIME);

    private static final int MAX_KEYS = 20;

    private AwxOrder() {}

    static Parsed<Order> parse(QueryString query, Vocabulary vocabulary) {
        Optional<String> text = query.parameters().stream()
                .filter(parameter ->
                        parameter.name().equals("order_by") || parameter.name().equals("order"))
                .map(QueryString.Parameter::value)
                .reduce((former, latter) -> latter);
        if (text.isEmpty()) {
            return Parsed.of(DEFAULT);
        }
        List<String> named = Arrays.asList(text.get().split(",", -1));
        if (named.size() > MAX_KEYS) {
            return Parsed.refused(AwxErrors.badRequest(
                    "ordering by " + named.size() + " fields (expected: at most " + MAX_KEYS + ")"));
        }
        AwxFields fields = new AwxFields(vocabulary);
        return Parsed.each(named, key -> keys(key, fields))
                .map(keys -> new Order(keys.stream().flatMap(List::stream).toList()));
    }

    private static Parsed<List<Order.Key>> keys(String key, AwxFields fields) {
        if (key.isEmpty()) {
            return Parsed.refused(AwxErrors.badRequest("Ordering field name not provided."));
        }
        if (key.contains("\u0000")) {
            return Parsed.refused(AwxErrors.badRequest("Null characters are not allowed."));
        }
        boolean descending = key.startsWith("-");
        List<String> path = Arrays.asList((descending ? key.substring(1) : key).split("__", -1));
        return fields.column(path)
                .then(column -> column.order()
                        .map(ordered -> ordered.stream()
                                .map(field -> new Order.Key(field, descending, column.isEmptyWhenMissing()))
                                .toList()));
    }
}
