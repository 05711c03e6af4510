package dev.annals.processor.view;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the logs ended when the view was started: an index that has not come so far is still being built and would answer
 * with an old prefix of its log.
 *
 * <p>What counts is the last committed record. Behind it a log may have any number of offsets that are no records, of
 * transaction markers and of transactions that were given up.
 *
 * <p>Thread-safe. Asks the brokers on a thread of its own until they answer.
 */
final class LogEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogEnds.class);
    private static final long NEAR_THE_END = 64;
    private static final long FURTHER = 16;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long RETRY_MILLIS = 500;
    private static final long CLOSE_WAIT_MILLIS = 5_000;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<TopicPartition> logs;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread asking;
    private volatile @Nullable Map<TopicPartition, Long> last;

    /**
     * Starts to ask.
     *
     * @param consumers makes a consumer that reads committed records and is in no group
     */
    LogEnds(Supplier<Consumer<byte[], byte[]>> consumers, List<TopicPartition> logs) {
        this.consumers = consumers;
        this.logs = List.copyOf(logs);
        this.asking = new Thread(this::ask, "view-log-ends");
        asking.setDaemon(true);
        asking.start();
    }

    /** Offset of the last record that the log had, -1 when it had none; empty while that is not known. */
    OptionalLong of(TopicPartition log) {
        Map<TopicPartition, Long> known = last;
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.getOrDefault(log, -1L));
    }

    private void ask() {
        try {
            while (last == null && closed.getCount() > 0) {
                try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                    last = lastRecords(consumer);
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    LOG.warn("The ends of the logs are not known yet, the view stays unready: {}", e.toString());
                    if (closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TopicPartition, Long> lastRecords(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(logs);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(logs);
        consumer.assign(logs);
        consumer.pause(logs);
        Map<TopicPartition, Long> found = new HashMap<>();
        for (TopicPartition log : logs) {
            long end = ends.getOrDefault(log, 0L);
            long beginning = beginnings.getOrDefault(log, 0L);
            long record = -1;
            for (long back = NEAR_THE_END; record < 0 && end > beginning; back *= FURTHER) {
                long from = Math.max(beginning, end - back);
                record = lastRecord(consumer, log, from, end);
                end = from;
            }
            found.put(log, record);
        }
        return Map.copyOf(found);
    }

    /** The offset of the last record between two offsets; -1 when there is none. */
    private long lastRecord(Consumer<byte[], byte[]> consumer, TopicPartition log, long from, long end) {
        consumer.seek(log, from);
        consumer.resume(List.of(log));
        long record = -1;
        while (consumer.position(log) < end && closed.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> next : consumer.poll(POLL).records(log)) {
                record = next.offset() < end ? next.offset() : record;
            }
        }
        consumer.pause(List.of(log));
        return record;
    }

    @Override
    public void close() {
        closed.countDown();
        asking.interrupt();
        try {
            asking.join(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
