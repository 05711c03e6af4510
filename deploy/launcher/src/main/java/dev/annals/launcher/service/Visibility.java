package dev.annals.launcher.service;

import dev.annals.ingest.publish.LogPosition;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.Reading;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until what became of events can be queried: first until the processor has committed them, then until the view has as many activities of their tenants as the processor had made by then. So it does not wait for events
 * that come meanwhile. Thread-safe.
 */
final class Visibility {
    private static final long LOOK_MILLIS = 20;

    private final LogPositions positions;
    private final Supplier<Optional<Map<String, Counters>>> counters;
    private final IndexAccess view;

    Visibility(LogPositions positions, Supplier<Optional<Map<String, Counters>>> counters, IndexAccess view) {
        this.positions = positions;
        this.counters = counters;
        this.view = view;
    }

    /** Whether the events at these positions, of these tenants, can be seen before the patience ends. */
    boolean await(Collection<LogPosition> events, Set<String> tenants, Duration patience) {
        Map<Integer, Long> last = new HashMap<>();
        events.forEach(event -> last.merge(event.partition(), event.offset(), Math::max));
        long end = System.nanoTime() + patience.toNanos();
        @Nullable Map<String, Long> wanted = null;
        try {
            do {
                if (wanted == null && isProcessed(last)) {
                    wanted = made(tenants).orElse(null);
                }
                if (wanted != null && isSeen(wanted, end)) {
                    return true;
                }
                Thread.sleep(LOOK_MILLIS);
            } while (System.nanoTime() < end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean isProcessed(Map<Integer, Long> last) {
        return positions
                .committed()
                .filter(committed -> last.entrySet().stream()
                        .allMatch(event -> committed.getOrDefault(event.getKey(), 0L) > event.getValue()))
                .isPresent();
    }

    private Optional<Map<String, Long>> made(Set<String> tenants) {
        return counters.get().map(counted -> {
            Map<String, Long> made = new HashMap<>();
            for (String tenant : tenants) {
                made.put(tenant, counted.getOrDefault(tenant, Counters.ZERO).activities());
            }
            return made;
        });
    }

    private boolean isSeen(Map<String, Long> wanted, long end) {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        return wanted.entrySet().stream().allMatch(tenant -> {
            Reading<Long> seen = view.read(
                    Log.ACTIVITIES, tenant.getKey(), Deadline.after(left, System::nanoTime), IndexSnapshot::count);
            return seen instanceof Reading.Done<Long> count && count.value() >= tenant.getValue();
        });
    }
}
