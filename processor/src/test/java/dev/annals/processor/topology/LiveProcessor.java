package dev.annals.processor.topology;

import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.group.CommitBounds;
import dev.annals.processor.stage.sequence.Counters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** The change topology at work on a real broker, in this JVM. */
final class LiveProcessor implements AutoCloseable {
    private final KafkaStreams streams;

    LiveProcessor(String bootstrap, LiveLog log, Path state, Duration gap) {
        PipelineSettings settings = PipelineSettings.DEFAULT.with(CommitBounds.DEFAULT.withGap(gap));
        TestEpochs.append(bootstrap, log.topics, settings);
        streams = new ChangeTopology(log.topics, TestKeys.KEYS, TestEpochs.ahead(bootstrap, log.topics))
                .with(ChangeStreamsConfig.of(log.topics.prefix() + "-processor", bootstrap, state, "1"));
        streams.start();
    }

    Map<String, Counters> counters() {
        return new TenantCounters(streams).read().orElse(Map.of());
    }

    /** How long it has spent on committing transactions, nanoseconds: the same while it commits none. */
    double commitNanos() {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("txn-commit-time-ns-total"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
    }

    @Override
    public void close() {
        streams.close();
    }
}
