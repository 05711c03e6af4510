package dev.annals.processor.topology;

import dev.annals.processor.stage.ChangePipeline;
import dev.annals.processor.stage.LogRecord;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.Stores;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionRules;
import dev.annals.topic.Topics;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The pipeline of one task under Kafka Streams, and its ticks. One node rather than one a stage: what a hop between nodes costs is paid for every record. */
final class ChangeProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** How often a gap is looked at; a tick comes at most this much late. */
    private static final int CHECKS_PER_GAP = 10;

    private static final Duration SHORTEST_CHECK = Duration.ofMillis(20);

    /**
     * A commit costs the task and the broker some milliseconds. A task that is up with its log pays them at once, since waiting would only
     * make readers wait; one that lags behind waits for the interval of {@link ChangeStreamsConfig}, and so catches up sooner.
     */
    private static final Duration COMMIT_CHECK = Duration.ofMillis(25);

    private static final long LAGGING_MILLIS = 1_000;

    private final Topics topics;
    private final PipelineSettings settings;
    private final RedactionRules rules;
    private final RedactionKey key;

    private @Nullable Task task;
    private boolean hasUncommitted;
    private long lastRecordMillis;

    /** What init makes: a task that Kafka Streams revives is given a new one, read from its stores. */
    private record Task(
            ProcessorContext<byte[], byte[]> context, ChangePipeline pipeline, Ticking ticking, OutputTopics outputs) {}

    ChangeProcessor(Topics topics, PipelineSettings settings, RedactionRules rules, RedactionKey key) {
        this.topics = topics;
        this.settings = settings;
        this.rules = rules;
        this.key = key;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        OutputTopics outputs = new OutputTopics(context);
        Duration gap = settings.commits().gap();
        task = new Task(
                context,
                new ChangePipeline(topics, settings, rules, key, stores(context), outputs),
                new Ticking(gap.toMillis()),
                outputs);
        context.schedule(COMMIT_CHECK, PunctuationType.WALL_CLOCK_TIME, this::commitWhenUpWithTheLog);
        if (!settings.replay()) {
            Duration check = gap.dividedBy(CHECKS_PER_GAP);
            context.schedule(
                    check.compareTo(SHORTEST_CHECK) < 0 ? SHORTEST_CHECK : check,
                    PunctuationType.WALL_CLOCK_TIME,
                    this::tick);
        }
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
        hasUncommitted = true;
        lastRecordMillis = record.timestamp();
        now.pipeline.process(new LogRecord(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers()));
    }

    private void commitWhenUpWithTheLog(long wallMillis) {
        if (hasUncommitted && wallMillis - lastRecordMillis < LAGGING_MILLIS) {
            hasUncommitted = false;
            initialised().context.commit();
        }
    }

    private void tick(long wallMillis) {
        Task now = initialised();
        if (now.ticking.isDue(now.pipeline.untilDue(), now.pipeline.elapsed(), wallMillis)) {
            now.outputs.tick(now.context.taskId().partition(), wallMillis);
        }
    }

    private Task initialised() {
        Task now = task;
        if (now == null) {
            throw new IllegalStateException("a record came before init; Kafka Streams calls init first");
        }
        return now;
    }
}
