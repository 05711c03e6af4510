package dev.annals.launcher.service;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.annals.api.Readiness;
import dev.annals.api.Request;
import dev.annals.api.Status;
import dev.annals.api.StatusReader;
import dev.annals.epoch.Epoch;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.stage.epoch.EpochState;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.Reading;
import dev.annals.processor.view.StoppedLog;
import dev.annals.query.Answer;
import dev.annals.topic.TenantPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
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
    private final Supplier<Optional<List<EpochState>>> epochs;
    private final IndexAccess view;
    private final Troubles troubles;

    /** What else may be wrong; each answers at once. */
    record Troubles(
            BooleanSupplier isProcessorDown,
            Supplier<Optional<String>> ofTheLog,
            Supplier<Optional<String>> ofTheRegistry) {}

    PipelineStatus(
            LogPositions positions,
            int partitions,
            Supplier<Optional<Map<String, Counters>>> counters,
            Supplier<Optional<List<EpochState>>> epochs,
            IndexAccess view,
            Troubles troubles) {
        this.positions = positions;
        this.partitions = partitions;
        this.counters = counters;
        this.epochs = epochs;
        this.view = view;
        this.troubles = troubles;
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
        List<StoppedLog> stopped = view.stopped();
        Map<String, Status.Tenant> tenants = new TreeMap<>();
        for (Map.Entry<String, Counters> tenant : known.entrySet()) {
            int partition = TenantPartition.of(tenant.getKey(), partitions);
            // Nothing of a tenant is visible whose view has stopped, and the counts of the others are no worse for it.
            Reading<Long> invisible = stopped.stream().anyMatch(stop -> stop.partition() == partition)
                    ? new Reading.Done<>(
                            tenant.getValue().activities() + tenant.getValue().commits())
                    : invisible(tenant.getKey(), tenant.getValue());
            if (invisible instanceof Reading.NotReady<Long> notReady) {
                return new Answer.NotReady<>(notReady.reason(), notReady.retryAfter());
            } else if (invisible instanceof Reading.Done<Long> records) {
                tenants.put(tenant.getKey(), tenant(tenant.getValue(), backlog.of(tenant.getKey()) + records.value()));
            }
        }
        return new Answer.Ready<>(new Status(
                tenants,
                stopped.stream()
                        .map(stop -> new Status.Stop(stop.topic(), stop.partition(), stop.offset(), stop.sentence()))
                        .toList(),
                epochs(epochs.get().orElse(List.of())),
                delays()));
    }

    @Override
    public Map<String, Long> activities() {
        Map<String, Long> activities = new TreeMap<>();
        counters.get().ifPresent(counted -> counted.forEach((name, made) -> activities.put(name, made.activities())));
        return activities;
    }

    @Override
    public Readiness readiness() {
        Readiness readiness = queries()
                .stopped(view.stopped().stream().map(StoppedLog::sentence).toList())
                .delayed(delays());
        if (troubles.isProcessorDown().getAsBoolean()) {
            readiness = readiness.with(
                    "processor", "the processor died and is made anew; the log file of the service says why");
        }
        Optional<String> unwritable = troubles.ofTheLog().get();
        return unwritable.isPresent() ? readiness.with("log", unwritable.get()) : readiness;
    }

    private Map<String, String> delays() {
        return troubles.ofTheRegistry()
                .get()
                .map(why -> Map.of("registry", why))
                .orElse(Map.of());
    }

    /** Whether queries are answered. */
    Readiness queries() {
        return view.readiness() instanceof Reading.NotReady<Integer> not
                ? Readiness.READY.with("queries", not.reason())
                : Readiness.READY;
    }

    private static List<Status.Epoch> epochs(List<EpochState> states) {
        Map<Long, List<EpochState>> byNumber =
                states.stream().collect(groupingBy(state -> state.epoch().number(), TreeMap::new, toList()));
        return byNumber.values().stream().map(PipelineStatus::epoch).toList();
    }

    private static Status.Epoch epoch(List<EpochState> partitions) {
        Epoch epoch = partitions.get(0).epoch();
        return new Status.Epoch(
                epoch.number(),
                epoch.log(),
                epoch.keyCheck(),
                epoch.settings(),
                partitions.stream()
                        .sorted(Comparator.comparingInt(EpochState::partition))
                        .map(state -> new Status.Beginning(
                                state.partition(), state.offset(), Instant.ofEpochMilli(state.time())))
                        .toList());
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
