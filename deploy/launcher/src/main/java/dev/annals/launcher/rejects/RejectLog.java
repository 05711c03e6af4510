package dev.annals.launcher.rejects;

import dev.annals.codec.Decoded;
import dev.annals.codec.OwnRecord;
import dev.annals.codec.RejectAvro;
import dev.annals.model.Reject;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The rejects as they lie on their topic, newest first, and the records that they are about. Thread-safe: each question has a consumer of its own. */
final class RejectLog {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Records that are read at once on the way back. */
    private static final int STEP = 500;
    /** A question looks at so many rejects of each partition at most, and the next one goes on from there. */
    private static final int MOST_LOOKED_AT = 20_000;

    private final String bootstrap;
    private final Map<String, String> client;
    private final Topics topics;

    RejectLog(String bootstrap, Map<String, String> client, Topics topics) {
        this.bootstrap = bootstrap;
        this.client = Map.copyOf(client);
        this.topics = topics;
    }

    /** A reject and its name. */
    record Found(RejectId id, Reject reject) {}

    /**
     * Some rejects, newest first.
     *
     * @param next where the page after this one begins; empty when there is none
     */
    record Listing(List<Found> rejects, Optional<Cursor> next) {}

    /** Partition → the offset before which the next page begins. */
    record Cursor(Map<Integer, Long> before) {
        static Optional<Cursor> parse(String text, int partitions) {
            String[] parts = text.split("\\.", -1);
            if (parts.length != partitions) {
                return Optional.empty();
            }
            Map<Integer, Long> before = new TreeMap<>();
            for (int i = 0; i < parts.length; i++) {
                if (!parts[i].matches("\\d{1,18}")) {
                    return Optional.empty();
                }
                before.put(i, Long.parseLong(parts[i]));
            }
            return Optional.of(new Cursor(before));
        }

        @Override
        public String toString() {
            return String.join(
                    ".",
                    new TreeMap<>(before).values().stream().map(String::valueOf).toList());
        }
    }

    int partitions() {
        return topics.partitions();
    }

    /**
     * The newest rejects that are wanted.
     *
     * @param tenant the only one whose rejects are given; {@code null} for all
     * @param from where to begin; empty for the newest
     */
    Listing newest(@Nullable String tenant, Predicate<Reject> wanted, Optional<Cursor> from, int most) {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = (tenant == null
                            ? IntStream.range(0, topics.partitions())
                            : IntStream.of(TenantPartition.of(tenant, topics.partitions())))
                    .mapToObj(partition -> new TopicPartition(topics.rejects(), partition))
                    .toList();
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<Integer, Long> next = new TreeMap<>();
            IntStream.range(0, topics.partitions()).forEach(partition -> next.put(partition, 0L));
            List<Found> found = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                long end = Math.min(
                        ends.getOrDefault(partition, 0L),
                        from.map(cursor -> cursor.before().getOrDefault(partition.partition(), 0L))
                                .orElse(Long.MAX_VALUE));
                long begin = beginnings.getOrDefault(partition, 0L);
                Predicate<Reject> here =
                        reject -> (tenant == null || reject.tenant().equals(tenant)) && wanted.test(reject);
                next.put(partition.partition(), back(consumer, partition, begin, end, here, most, found));
            }
            return page(found, next, most);
        }
    }

    /** Reads a partition backwards until there are enough; gives the offset down to which it came, 0 at the beginning. */
    private static long back(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long begin,
            long end,
            Predicate<Reject> wanted,
            int most,
            List<Found> found) {
        consumer.assign(List.of(partition));
        long upper = end;
        int taken = 0;
        while (upper > begin && taken < most && end - upper < MOST_LOOKED_AT) {
            long lower = Math.max(begin, upper - STEP);
            for (ConsumerRecord<byte[], byte[]> record : read(consumer, partition, lower, upper)) {
                Decoded<Reject> decoded = decoded(record);
                if (decoded instanceof Decoded.Accepted<Reject> accepted && wanted.test(accepted.value())) {
                    found.add(new Found(new RejectId(record.partition(), record.offset()), accepted.value()));
                    taken++;
                }
            }
            upper = lower;
        }
        return upper > begin ? upper : 0;
    }

    private static Listing page(List<Found> found, Map<Integer, Long> next, int most) {
        found.sort(Comparator.<Found, java.time.Instant>comparing(
                        one -> one.reject().recorded())
                .thenComparing(one -> one.id().partition())
                .thenComparing(one -> one.id().offset())
                .reversed());
        List<Found> page = List.copyOf(found.subList(0, Math.min(most, found.size())));
        // What was read and does not fit is read again: the next page begins behind the last one of each partition
        // here.
        for (Found left : found.subList(page.size(), found.size())) {
            next.merge(left.id().partition(), left.id().offset() + 1, Math::max);
        }
        boolean more = next.values().stream().anyMatch(offset -> offset > 0);
        return new Listing(page, more ? Optional.of(new Cursor(next)) : Optional.empty());
    }

    /** The reject of that name; empty when there is none. */
    Optional<Found> at(RejectId id) {
        if (id.partition() >= topics.partitions()) {
            return Optional.empty();
        }
        return record(topics.rejects(), id.partition(), id.offset())
                .map(RejectLog::decoded)
                .flatMap(decoded -> decoded.fold(
                        accepted -> Optional.of(new Found(id, accepted.value())), refused -> Optional.empty()));
    }

    /** The record that a reject is about, as it lies on the changes topic; empty when it is there no more. */
    Optional<ConsumerRecord<byte[], byte[]>> change(Reject reject) {
        return reject.topic().equals(topics.changes())
                ? record(reject.topic(), reject.partition(), reject.offset())
                : Optional.empty();
    }

    private Optional<ConsumerRecord<byte[], byte[]>> record(String topic, int partition, long offset) {
        TopicPartition log = new TopicPartition(topic, partition);
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(log));
            boolean there = consumer.beginningOffsets(List.of(log)).getOrDefault(log, 0L) <= offset
                    && offset < consumer.endOffsets(List.of(log)).getOrDefault(log, 0L);
            return there ? read(consumer, log, offset, offset + 1).stream().findFirst() : Optional.empty();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long to) {
        consumer.seek(partition, from);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() >= to) {
                    return records;
                }
                records.add(record);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(partition + " could not be read from offset " + from + " to " + to
                        + " (expected: within " + PATIENCE.toSeconds() + " s)");
            }
        }
        return records;
    }

    private static Decoded<Reject> decoded(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = OwnRecord.plain(record.value(), record.headers());
        return RejectAvro.decode(value == null ? new byte[0] : value);
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
