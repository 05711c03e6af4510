package dev.annals.launcher.service;

import dev.annals.api.Request;
import dev.annals.api.Status;
import dev.annals.api.StatusReader;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.Reading;
import dev.annals.query.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How far the events have come: what the processor counted, and how much of the log is not yet visible.
 *
 * <p>The lag of a tenant is the sum of the records that may be its own and that the processor has not committed (see
 * {@link Backlog}), and of its activities and commits that the view does not have. The log is asked first and the view last, so
 * a lag of zero means that everything that was on the log when the question came is visible. Thread-safe.
 */
final class PipelineStatus implements StatusReader {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private final LogPositions positions;
    private final int partitions;
    private final Supplier<Optional<Map<String, Counters>>> counters;
    private final IndexAccess view;

    PipelineStatus(
            LogPositions positions,
            int partitions,
            Supplier<Optional<Map<String, Counters>>> counters,
            IndexAccess view) {
        this.positions = positions;
        this.partitions = partitions;
        this.counters = counters;
        this.view = view;
    }

    @Override
    public Answer<Status> status() {
        Optional<Map<Integer, Long>> behind = positions.behind();
        if (behind.isEmpty()) {
            return new Answer.NotReady<>("Kafka does not answer", RETRY_AFTER);
        }
        Optional<Map<String, Counters>> counted = counters.get();
        if (counted.isEmpty()) {
            return new Answer.NotReady<>("the processor is starting", RETRY_AFTER);
        }
        Map<String, Counters> known = new TreeMap<>(counted.get());
        known.putIfAbsent(Request.DEFAULT_TENANT, Counters.ZERO);
        Backlog backlog = new Backlog(behind.get(), partitions, known);
        Map<String, Status.Tenant> tenants = new TreeMap<>();
        for (Map.Entry<String, Counters> tenant : known.entrySet()) {
            Reading<Long> invisible = invisible(tenant.getKey(), tenant.getValue());
            if (invisible instanceof Reading.NotReady<Long> notReady) {
                return new Answer.NotReady<>(notReady.reason(), notReady.retryAfter());
            } else if (invisible instanceof Reading.Done<Long> records) {
                tenants.put(tenant.getKey(), tenant(tenant.getValue(), backlog.of(tenant.getKey()) + records.value()));
            }
        }
        return new Answer.Ready<>(new Status(tenants));
    }

    @Override
    public Answer<?> readiness() {
        Reading<Integer> indexes = view.readiness();
        return indexes instanceof Reading.NotReady<Integer> not
                ? new Answer.NotReady<>(not.reason(), not.retryAfter())
                : new Answer.Ready<>(indexes);
    }

    /** The tenant's activities and commits that the processor has made and the view does not show. */
    private Reading<Long> invisible(String tenant, Counters made) {
        Reading<Long> activities = read(Log.ACTIVITIES, tenant);
        if (!(activities instanceof Reading.Done<Long> activityCount)) {
            return activities;
        }
        Reading<Long> commits = read(Log.COMMITS, tenant);
        if (!(commits instanceof Reading.Done<Long> commitCount)) {
            return commits;
        }
        return new Reading.Done<>(Math.max(0, made.activities() - activityCount.value())
                + Math.max(0, made.commits() - commitCount.value()));
    }

    private Reading<Long> read(Log log, String tenant) {
        return view.read(log, tenant, Deadline.after(BUDGET, System::nanoTime), IndexSnapshot::count);
    }

    private static Status.Tenant tenant(Counters made, long lag) {
        return new Status.Tenant(
                made.changes(),
                made.activities(),
                made.commits(),
                made.rejects(),
                made.unchanged(),
                made.duplicates(),
                made.snapshots(),
                made.unmatchedPointers(),
                lag);
    }
}
