package dev.annals.query;

import dev.annals.processor.view.Field;
import dev.annals.processor.view.IndexAccess.Log;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the orders that were used most recently, bounded in bytes.
 *
 * <p>A question never waits for an order: the first question that could use one has it built in the background, and walks over the values in
 * the meantime. An order then grows with the log: within a question when few documents are new, otherwise in the background. Thread-safe.
 */
final class FieldOrders {
    /** So many new documents are added to an order by the question that needs it. */
    private static final long SOON = 20_000;

    /** Whose order it is. */
    record Key(Log log, String tenant, Field field, boolean descending) {}

    /** Works on a log behind the questions, with a snapshot of its own. */
    @FunctionalInterface
    interface Background {
        /** Has the work done soon, or not at all where the log cannot be read; {@code done} is called in any case. */
        void work(Key key, Consumer<Source<?>> work, Runnable done);
    }

    /** One order in the making or made. Questions only try its lock, and never wait for it. */
    private static final class Kept {
        private final ReentrantLock lock = new ReentrantLock();
        private final AtomicBoolean building = new AtomicBoolean();
        private volatile @Nullable FieldOrder order;
    }

    private final long mostBytes;
    private final @Nullable Background background;
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Orders of so many bytes at the most, built by the questions that need them: for tests and single threads. */
    FieldOrders(long mostBytes) {
        this.mostBytes = mostBytes;
        this.background = null;
    }

    /** Orders of so many bytes at the most, built behind the questions. */
    FieldOrders(long mostBytes, Background background) {
        this.mostBytes = mostBytes;
        this.background = background;
    }

    /** The order of the documents of a log; empty while it is made. */
    Optional<FieldOrder> of(Source<?> source, Field field, boolean descending) {
        Key key = new Key(source.log(), source.tenant(), field, descending);
        Kept entry;
        synchronized (kept) {
            entry = kept.computeIfAbsent(key, k -> new Kept());
        }
        FieldOrder known = entry.order;
        if (known != null && known.upTo() >= source.index().count()) {
            return Optional.of(known);
        }
        boolean few = known != null && source.index().count() - known.upTo() <= SOON;
        if (background == null || few) {
            return made(source, key, entry, background == null);
        }
        buildBehind(background, key, entry);
        return Optional.empty();
    }

    private void buildBehind(Background worker, Key key, Kept entry) {
        if (entry.building.compareAndSet(false, true)) {
            worker.work(key, source -> made(source, key, entry, true), () -> entry.building.set(false));
        }
    }

    /** The order of all documents of the source, if no other thread makes it; built anew only where it may be. */
    private Optional<FieldOrder> made(Source<?> source, Key key, Kept entry, boolean anew) {
        if (!entry.lock.tryLock()) {
            return Optional.empty();
        }
        try {
            FieldOrder known = entry.order;
            if (known != null && known.upTo() >= source.index().count()) {
                return Optional.of(known);
            }
            FieldOrder made = known == null ? null : known.extended(source);
            if (made == null && anew) {
                made = FieldOrder.build(source, key.field(), key.descending());
            }
            if (made == null) {
                if (background != null) {
                    buildBehind(background, key, entry);
                }
                return Optional.empty();
            }
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
