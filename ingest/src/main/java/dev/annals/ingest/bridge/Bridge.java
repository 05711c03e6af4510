package dev.annals.ingest.bridge;

import dev.annals.ingest.mapping.Mapping;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads foreign topics by a mapping and puts what they say into the changes topic, exactly once: events and the positions in the foreign topics are one Kafka transaction. What
 * Annals makes of it depends on the changes topic alone, so a replay needs neither the foreign topics nor the mapping.
 *
 * <p>A record that can be no event goes there too, as it is, with the reason in a header, and becomes a reject. When Kafka is away the bridge waits. One bridge runs for each
 * set of topics; a second one takes its place.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final BridgeSettings settings;
    private final Mapping mapping;
    private final BridgeCounters counters = new BridgeCounters();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean replaced;

    private Bridge(BridgeSettings settings, Mapping mapping) {
        this.settings = settings;
        this.mapping = mapping;
        this.thread = new Thread(this::run, "annals-bridge");
    }

    /** A running bridge; {@code empty} when the mapping names no topics. */
    public static Optional<Bridge> start(BridgeSettings settings, Mapping mapping) {
        if (mapping.topics().isEmpty()) {
            return Optional.empty();
        }
        Bridge bridge = new Bridge(settings, mapping);
        bridge.thread.setDaemon(true);
        bridge.thread.start();
        return Optional.of(bridge);
    }

    /** What has gone over it since it started. */
    public BridgeCounters.Counts counts() {
        return counters.counts();
    }

    /** Whether another one has taken its place, so that this one does nothing more. */
    public boolean isReplaced() {
        return replaced;
    }

    private void run() {
        while (!stopping) {
            try (BridgeSession session = new BridgeSession(settings, mapping, counters)) {
                while (!stopping) {
                    session.step();
                }
            } catch (ProducerFencedException | FencedInstanceIdException e) {
                LOG.error("The bridge stops: another one with the same topics has started, group={}", settings.group());
                replaced = true;
                return;
            } catch (InterruptException e) {
                return;
            } catch (KafkaException e) {
                if (!stopping) {
                    LOG.warn("The bridge begins again where its last transaction ended: {}", e.getMessage());
                    pause();
                }
            } catch (RuntimeException e) {
                LOG.error("The bridge failed, and begins again where its last transaction ended", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
