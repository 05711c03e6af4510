package dev.annals.query;

import dev.annals.processor.view.Field;
import dev.annals.processor.view.FieldValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Orders documents by reading their rows: for few documents, and where the index does not know the order.
 *
 * <p>Keeps only the documents that come first, up to the end of the page, and of those only some megabytes. When a page is far from the start and
 * values are long, the rows are scanned several times, each time for the documents that come next. A page nearer to the end is found from the end.
 */
final class RowOrder<T> {
    private static final int ROWS_PER_CHECK = 256;
    private static final long HELD_CHARACTERS = 4 * 1024 * 1024;
    /** Bytes that a document takes besides its values. */
    private static final int OWN_CHARACTERS = 64;

    /** A document's number and its place value for each key, absent where it has no value. */
    private record Placed(long number, List<@Nullable String> values) {
        long characters() {
            long sum = OWN_CHARACTERS;
            for (String value : values) {
                sum += value == null ? 0 : value.length();
            }
            return sum;
        }
    }

    private final Source<T> source;
    private final List<Order.Key> keys;
    private final long heldCharacters;

    RowOrder(Source<T> source, List<Order.Key> keys) {
        this(source, keys, HELD_CHARACTERS);
    }

    /** An order that keeps values of so many characters at the most. */
    RowOrder(Source<T> source, List<Order.Key> keys, long heldCharacters) {
        this.source = source;
        this.keys = keys;
        this.heldCharacters = heldCharacters;
    }

    /** A page of a group in the order of the keys from {@code at} on. */
    long[] page(RoaringBitmap group, int at, long skip, int size) {
        long count = group.getLongCardinality();
        int wanted = (int) Math.max(0, Math.min(size, count - skip));
        if (wanted == 0) {
            return new long[0];
        }
        long behind = count - skip - wanted;
        boolean fromEnd = behind < skip;
        Comparator<Placed> order = fromEnd ? comparator(at).reversed() : comparator(at);
        List<Long> page = inOrder(group, at, order, fromEnd ? behind : skip, wanted);
        if (fromEnd) {
            Collections.reverse(page);
        }
        return page.stream().mapToLong(Long::longValue).toArray();
    }

    private List<Long> inOrder(RoaringBitmap group, int at, Comparator<Placed> order, long skip, int wanted) {
        List<Long> page = new ArrayList<>();
        RoaringBitmap left = group;
        long toSkip = skip;
        while (page.size() < wanted) {
            List<Placed> next = first(left, at, order, toSkip + wanted - page.size());
            RoaringBitmap passed = new RoaringBitmap();
            for (Placed placed : next) {
                passed.add((int) placed.number());
                if (toSkip > 0) {
                    toSkip--;
                } else {
                    page.add(placed.number());
                }
            }
            left = RoaringBitmap.andNot(left, passed);
        }
        return page;
    }

    /** The documents of a group that come first, at least one, at the most so many and as many as may be held; in order. */
    private List<Placed> first(RoaringBitmap group, int at, Comparator<Placed> order, long most) {
        source.effort().looksAt(group.getLongCardinality());
        long bytes = Character.BYTES * heldCharacters;
        source.effort().holds(bytes);
        Held held = new Held(order, most);
        int[] looked = new int[1];
        source.index().scan(group, false, (number, row) -> {
            if (++looked[0] % ROWS_PER_CHECK == 0) {
                source.effort().check();
            }
            FieldValues values = source.documents()
                    .values()
                    .apply(source.documents().decode().apply(row));
            List<@Nullable String> own = new ArrayList<>(keys.size() - at);
            for (int i = at; i < keys.size(); i++) {
                own.add(placeValue(keys.get(i), values));
            }
            held.add(new Placed(number, own));
            return true;
        });
        source.effort().holds(-bytes);
        return held.inOrder();
    }

    /** The documents that come first of all that were added. A document that was dropped stays out, and so does every document after it. */
    private final class Held {
        private final Comparator<Placed> order;
        private final long most;
        private final PriorityQueue<Placed> lastFirst;
        private @Nullable Placed letGo;
        private long characters;

        Held(Comparator<Placed> order, long most) {
            this.order = order;
            this.most = most;
            this.lastFirst = new PriorityQueue<>(order.reversed());
        }

        void add(Placed placed) {
            if (letGo != null && order.compare(placed, letGo) > 0) {
                return;
            }
            lastFirst.add(placed);
            characters += placed.characters();
            while (lastFirst.size() > most || (characters > heldCharacters && lastFirst.size() > 1)) {
                Placed last = lastFirst.remove();
                characters -= last.characters();
                letGo = last;
            }
        }

        List<Placed> inOrder() {
            List<Placed> ordered = new ArrayList<>(lastFirst);
            ordered.sort(order);
            return ordered;
        }
    }

    /** The time of a document, microseconds. */
    long micros(long number, Field time) {
        T document = source.documents().decode().apply(source.index().row(number));
        return ValueTests.number(
                source.documents().values().apply(document).of(time).get(0));
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
        return key.missingFirst() ? Comparator.nullsFirst(order) : Comparator.nullsLast(order);
    }

    private static Comparator<String> directed(Order.Key key) {
        Comparator<String> order = ValueTests.order(key.field());
        return key.descending() ? order.reversed() : order;
    }
}
