package dev.annals.launcher.service;

import dev.annals.processor.stage.epoch.EpochState;
import dev.annals.processor.stage.epoch.UnusableEpoch;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.processor.topology.ChangeStreamsConfig;
import dev.annals.processor.topology.ChangeTopology;
import dev.annals.processor.topology.TenantCounters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running change topology. */
final class Processor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Processor.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(4);

    private final KafkaStreams streams;
    private final TenantCounters counters;
    private final AtomicReference<Throwable> failure;

    private Processor(KafkaStreams streams, AtomicReference<Throwable> failure) {
        this.streams = streams;
        this.failure = failure;
        this.counters = new TenantCounters(streams);
    }

    static Processor start(ChangeTopology topology, ChangeStreamsConfig config) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        KafkaStreams streams = topology.with(config);
        // A replaced thread would be another static member and wait for the old one's session to end; a client made
        // anew is
        // the same member and goes on at once.
        streams.setUncaughtExceptionHandler(thrown -> {
            LOG.error("The processor stopped", thrown);
            failure.set(thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        return new Processor(streams, failure);
    }

    /** What became of each tenant's changes; empty while the state is being restored or moved. */
    Optional<Map<String, Counters>> counters() {
        return counters.read();
    }

    /** Why it stopped, when the log says that it cannot go on: starting it again would not help. */
    Optional<String> hopeless() {
        Throwable thrown = failure.get();
        return Streams.otherLog(thrown)
                .or(() -> Streams.cause(thrown, UnusableEpoch.class).map(Throwable::getMessage));
    }

    /** The epochs that the partitions are in; empty like the counters. */
    Optional<List<EpochState>> epochs() {
        return counters.epochs();
    }

    KafkaStreams streams() {
        return streams;
    }

    /** Whether it has its partitions and their state. */
    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Whether it will never process again. */
    boolean isDead() {
        return Streams.isDead(streams);
    }

    @Override
    public void close() {
        streams.close(CLOSE_LIMIT);
    }
}
