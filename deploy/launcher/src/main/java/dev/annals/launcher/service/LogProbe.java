package dev.annals.launcher.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out every few seconds whether Kafka takes writes, on a thread of its own. It commits an offset of a consumer group that nobody
 * reads with: a real write to the brokers' disks that leaves nothing in the logs of events. Thread-safe.
 */
final class LogProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogProbe.class);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    /** With less, the next segment of a log or the next file of an index cannot be made. */
    private static final long LEAST_DISK_BYTES = 16L * 1024 * 1024;

    private final Admin admin;
    private final String group;
    private final TopicPartition partition;
    private final Path data;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::probe, "annals-log-probe");
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * Starts to probe.
     *
     * @param group the consumer group that nobody reads with
     * @param topic a topic that is there
     * @param data the directory whose disk must have room
     */
    LogProbe(Admin admin, String group, String topic, Path data) {
        this.admin = admin;
        this.group = group;
        this.partition = new TopicPartition(topic, 0);
        this.data = data;
        thread.setDaemon(true);
        thread.start();
    }

    /** Why the log cannot be written, as of some seconds ago; empty when it can. */
    Optional<String> trouble() {
        return trouble;
    }

    private void probe() {
        try {
            do {
                Optional<String> found = disk().or(this::write);
                if (!found.equals(trouble)) {
                    LOG.warn("Whether the log can be written has changed, trouble={}", found.orElse("none"));
                }
                trouble = found;
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> disk() {
        try {
            long usable = Files.getFileStore(data).getUsableSpace();
            return usable >= LEAST_DISK_BYTES
                    ? Optional.empty()
                    : Optional.of("the disk of the data directory is full (" + usable + " bytes are left)");
        } catch (IOException e) {
            return Optional.of("the data directory cannot be reached");
        }
    }

    private Optional<String> write() {
        try {
            admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(0)))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("Kafka does not take a write in time");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                // Then nothing is known, which is no reason to send everybody away.
                return Optional.empty();
            }
            return Optional.of("Kafka refuses a write: "
                    + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return trouble;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}
