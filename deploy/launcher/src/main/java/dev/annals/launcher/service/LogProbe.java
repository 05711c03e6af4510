package dev.annals.launcher.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out every few seconds, on a thread of its own, whether Kafka takes writes and whether the topics are still the ones that it was started with.
 *
 * <p>To write, it commits an offset of a consumer group that nobody reads with: a real write to the brokers' disks that leaves nothing in the logs of events. Thread-safe.
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
    private final List<String> topics;
    private final Consumer<String> lost;
    private @Nullable TopicIds known;
    private boolean missed;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::probe, "annals-log-probe");
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * Starts to probe.
     *
     * @param group the consumer group that nobody reads with
     * @param topics that are there
     * @param data the directory whose disk must have room
     * @param lost is told in a sentence that a topic is another one than before
     */
    LogProbe(Admin admin, String group, List<String> topics, Path data, Consumer<String> lost) {
        this.admin = admin;
        this.group = group;
        this.topics = topics;
        this.partition = new TopicPartition(topics.get(0), 0);
        this.data = data;
        this.lost = lost;
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
                look();
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Told at the second look that finds it, so that a broker that has just started and does not know all topics yet stops nobody. */
    private void look() throws InterruptedException {
        try {
            TopicIds now = TopicIds.of(admin, topics);
            TopicIds before = known;
            if (before == null) {
                known = now;
                return;
            }
            Optional<String> change = before.change(now);
            if (missed) {
                change.ifPresent(what -> lost.accept("the log is not the one that was processed before: " + what
                        + " while Annals ran" + LostPosition.ADVICE));
            }
            missed = change.isPresent();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The topics could not be looked at, reason={}", e.toString());
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
