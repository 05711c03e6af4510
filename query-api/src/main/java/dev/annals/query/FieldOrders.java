package dev.annals.query;

import dev.annals.processor.view.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The orders that have been asked for of late, within a bound of memory. An order is built by the first question that needs it, and grows with
 * the log. Thread-safe.
 */
final class FieldOrders {
    /** Whose order it is. */
    private record Key(Object log, String tenant, Field field, boolean descending) {}

    /** One order in the making or made. Its lock is only tried, never waited for. */
    private static final class Kept {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable FieldOrder order;
    }

    private final long mostBytes;
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Orders of so many bytes at the most. */
    FieldOrders(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** The order of the documents of a log; empty while another question makes it. */
    <T> Optional<FieldOrder> of(Source<T> source, Field field, boolean descending) {
        Kept entry;
        synchronized (kept) {
            Key key = new Key(source.log(), source.tenant(), field, descending);
            entry = kept.computeIfAbsent(key, k -> new Kept());
        }
        FieldOrder known = entry.order;
        if (known != null && known.upTo() >= source.index().count()) {
            return Optional.of(known);
        }
        if (!entry.lock.tryLock()) {
            return Optional.empty();
        }
        try {
            FieldOrder longer = known == null ? null : known.extended(source);
            FieldOrder made = longer != null ? longer : FieldOrder.build(source, field, descending);
            entry.order = made;
            return Optional.of(made);
        } finally {
            entry.lock.unlock();
            forgetEldest(entry);
        }
    }

    private void forgetEldest(Kept newest) {
        synchronized (kept) {
            long sum = kept.values().stream().mapToLong(FieldOrders::bytes).sum();
            for (var each = kept.values().iterator(); sum > mostBytes && each.hasNext(); ) {
                Kept eldest = each.next();
                if (eldest != newest || bytes(eldest) > mostBytes) {
                    sum -= bytes(eldest);
                    each.remove();
                }
            }
        }
    }

    private static long bytes(Kept entry) {
        FieldOrder order = entry.order;
        return order == null ? 0 : order.bytes();
    }
}
