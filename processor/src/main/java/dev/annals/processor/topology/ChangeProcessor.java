package dev.annals.processor.topology;

import dev.annals.epoch.RedactionKeys;
import dev.annals.processor.stage.ChangePipeline;
import dev.annals.processor.stage.LogRecord;
import dev.annals.processor.stage.Stores;
import dev.annals.processor.stage.epoch.LogAhead;
import dev.annals.processor.stage.schema.SchemaSource;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of one task under Kafka Streams, and its ticks. One node rather than one for each stage, because every hop between nodes costs time for
 * every record.
 */
final class ChangeProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** How often a gap is looked at; a tick comes at most this much late. */
    private static final int CHECKS_PER_GAP = 10;

    private static final Duration SHORTEST_CHECK = Duration.ofMillis(20);

    /** The shortest and the longest wait for a commit that is not due yet; Kafka Streams commits by its own interval, too. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final Topics topics;
    private final RedactionKeys keys;
    private final LogAhead ahead;
    private final boolean replay;

    private final Transactions transactions;
    private final SchemaSource registry;

    private @Nullable Task task;
    /** Scheduled only while needed: Kafka Streams commits a transaction after each punctuation, so that a timer that runs on would keep an idle broker busy. */
    private @Nullable Cancellable commitTimer;

    private @Nullable Cancellable tickTimer;

    /** What init creates. A task that Kafka Streams revives gets a new one, read from its stores. */
    private record Task(
            ProcessorContext<byte[], byte[]> context, ChangePipeline pipeline, Ticking ticking, OutputTopics outputs) {}

    ChangeProcessor(
            Topics topics,
            RedactionKeys keys,
            LogAhead ahead,
            SchemaSource registry,
            boolean replay,
            Transactions transactions) {
        this.topics = topics;
        this.keys = keys;
        this.ahead = ahead;
        this.registry = registry;
        this.replay = replay;
        this.transactions = transactions;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        OutputTopics outputs = new OutputTopics(context, registry);
        int partition = context.taskId().partition();
        ahead.begin(partition);
        task = new Task(
                context,
                new ChangePipeline(topics, keys, ahead, registry, stores(context), outputs, replay),
                new Ticking(),
                outputs);
        registry.begin(partition, initialised().pipeline.schemaIds());
        commitTimer = null;
        tickTimer = null;
        transactions.ofThisThread().watch(this, false);
        watchForTicks(initialised());
    }

    private static Stores stores(ProcessorContext<byte[], byte[]> context) {
        return new Stores(
                store(context, StateStores.TENANTS),
                store(context, StateStores.EVENTS),
                store(context, StateStores.DOCUMENTS),
                store(context, StateStores.OPEN_COMMITS),
                store(context, StateStores.CLOSED_COMMITS));
    }

    private static StreamsByteStore store(ProcessorContext<byte[], byte[]> context, String name) {
        return new StreamsByteStore(context.<KeyValueStore<Bytes, byte[]>>getStateStore(name));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task now = initialised();
        RecordMetadata metadata = now.context.recordMetadata().orElseThrow();
        now.ticking.hear();
        now.pipeline.process(new LogRecord(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers()));
        commitSoon(now);
        watchForTicks(now);
    }

    /** Asks for a commit of what was just processed, now or when it is due. */
    private void commitSoon(Task now) {
        CommitPace pace = transactions.ofThisThread();
        pace.processed();
        if (commitTimer != null) {
            return;
        }
        long wait = pace.untilDue(System.nanoTime());
        if (wait == 0) {
            now.context.commit();
        } else {
            commitTimer = now.context.schedule(
                    bounded(Duration.ofNanos(wait)), PunctuationType.WALL_CLOCK_TIME, wallMillis -> commitIfDue());
        }
    }

    private void commitIfDue() {
        CommitPace pace = transactions.ofThisThread();
        if (pace.isWaiting() && pace.untilDue(System.nanoTime()) > 0) {
            return;
        }
        commitTimer = cancelled(commitTimer);
        if (pace.isWaiting()) {
            initialised().context.commit();
        }
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(SHORTEST_WAIT) < 0
                ? SHORTEST_WAIT
                : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** Looks for due ticks for as long as something waits for record time to move on. */
    private void watchForTicks(Task now) {
        if (tickTimer != null || replay || now.pipeline.untilTick().isEmpty()) {
            return;
        }
        Duration check = Duration.ofMillis(gapMillis(now) / CHECKS_PER_GAP);
        tickTimer = now.context.schedule(
                check.compareTo(SHORTEST_CHECK) < 0 ? SHORTEST_CHECK : check,
                PunctuationType.WALL_CLOCK_TIME,
                this::tick);
        transactions.ofThisThread().watch(this, true);
    }

    private void tick(long wallMillis) {
        Task now = initialised();
        OptionalLong untilTick = now.pipeline.untilTick();
        if (now.ticking.isDue(untilTick, now.pipeline.elapsed(), wallMillis, gapMillis(now))) {
            now.outputs.tick(now.context.taskId().partition(), wallMillis);
        }
        if (untilTick.isEmpty()) {
            tickTimer = cancelled(tickTimer);
            transactions.ofThisThread().watch(this, false);
        }
    }

    @Override
    public void close() {
        transactions.ofThisThread().watch(this, false);
    }

    private static long gapMillis(Task now) {
        return Math.max(now.pipeline.gap().orElse(Duration.ZERO).toMillis(), 1);
    }

    private static @Nullable Cancellable cancelled(@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }

    private Task initialised() {
        Task now = task;
        if (now == null) {
            throw new IllegalStateException("a record came before init; Kafka Streams calls init first");
        }
        return now;
    }
}
