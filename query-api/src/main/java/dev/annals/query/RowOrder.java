package dev.annals.query;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.FieldValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Orders documents by looking at their rows: for few of them, and where the index does not know the order. */
final class RowOrder<T> {
    private static final int ROWS_PER_CHECK = 256;

    /** A document's number and its place value for each key, absent where it has no value. */
    private record Placed(long number, List<@Nullable String> values) {}

    private final IndexSnapshot index;
    private final Deadline deadline;
    private final RowDecoder<T> documents;
    private final List<Order.Key> keys;

    RowOrder(IndexSnapshot index, RowDecoder<T> documents, List<Order.Key> keys) {
        this.index = index;
        this.deadline = index.deadline();
        this.documents = documents;
        this.keys = keys;
    }

    /** A page of a group in the order of the keys from {@code at} on. */
    long[] page(RoaringBitmap group, int at, long skip, int size) {
        List<Placed> placed = new ArrayList<>();
        index.scan(group, false, (number, row) -> {
            if (placed.size() % ROWS_PER_CHECK == 0) {
                deadline.check();
            }
            FieldValues values = documents.values().apply(documents.decode().apply(row));
            List<@Nullable String> own = new ArrayList<>();
            for (int i = at; i < keys.size(); i++) {
                own.add(placeValue(keys.get(i), values));
            }
            placed.add(new Placed(number, own));
            return true;
        });
        return placed.stream()
                .sorted(comparator(at))
                .skip(skip)
                .limit(size)
                .mapToLong(Placed::number)
                .toArray();
    }

    /** The time of a document, microseconds. */
    long micros(long number, Field time) {
        T document = documents.decode().apply(index.row(number));
        return ValueTests.number(documents.values().apply(document).of(time).get(0));
    }

    /** The least value ascending, the greatest descending. */
    private static @Nullable String placeValue(Order.Key key, FieldValues values) {
        Comparator<String> order = directed(key);
        String first = null;
        for (String value : values.of(key.field())) {
            if (first == null || order.compare(value, first) < 0) {
                first = value;
            }
        }
        return first;
    }

    private Comparator<Placed> comparator(int at) {
        List<Comparator<@Nullable String>> orders = keys.subList(at, keys.size()).stream()
                .map(RowOrder::missingAside)
                .toList();
        boolean descending = keys.get(keys.size() - 1).descending();
        return (a, b) -> {
            for (int i = 0; i < orders.size(); i++) {
                int sign = orders.get(i).compare(a.values().get(i), b.values().get(i));
                if (sign != 0) {
                    return sign;
                }
            }
            return descending ? Long.compare(b.number(), a.number()) : Long.compare(a.number(), b.number());
        };
    }

    private static Comparator<@Nullable String> missingAside(Order.Key key) {
        Comparator<String> order = directed(key);
        return key.descending() ? Comparator.nullsFirst(order) : Comparator.nullsLast(order);
    }

    private static Comparator<String> directed(Order.Key key) {
        Comparator<String> order = ValueTests.order(key.field());
        return key.descending() ? order.reversed() : order;
    }
}
