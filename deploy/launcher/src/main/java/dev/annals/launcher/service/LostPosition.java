package dev.annals.launcher.service;

import dev.annals.launcher.Problem;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Refuses to process a log again into the topics that already hold what was made of it. Kafka forgets the position of a
 * group that was away for longer than {@code offsets.retention.minutes}, a week by default; the processor would begin anew
 * and double everything. Activities and position are committed together, so activities without a position mean just that.
 */
final class LostPosition {
    private static final Duration POLL = Duration.ofMillis(200);

    private LostPosition() {}

    /** Returns when no partition has activities without a position. Fails with {@link Problem} otherwise. */
    static void refuse(Admin admin, Map<String, String> client, String bootstrap, Topics topics, String group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> positions = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            List<TopicPartition> unread = IntStream.range(0, topics.partitions())
                    .filter(partition -> !positions.containsKey(new TopicPartition(topics.changes(), partition)))
                    .mapToObj(partition -> new TopicPartition(topics.activities(), partition))
                    .toList();
            if (!unread.isEmpty() && hasRecords(client, bootstrap, unread)) {
                throw new Problem("the consumer group " + group + " has lost its position in " + topics.changes()
                        + ", and going on would double what is in " + topics.activities()
                        + "; set the position with kafka-consumer-groups, or process the log anew under another"
                        + " --topic-prefix");
            }
        } catch (ExecutionException e) {
            throw KafkaAnswers.silent(bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while asking the Kafka at " + bootstrap, e);
        }
    }

    /** Whether a processor has a position in the log, so that something was made of it. */
    static boolean wasProcessed(Admin admin, String bootstrap, String group) {
        try {
            return !admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .isEmpty();
        } catch (ExecutionException e) {
            throw KafkaAnswers.silent(bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while asking the Kafka at " + bootstrap, e);
        }
    }

    /** Whether there is any record that was committed: a first run that was killed leaves only such as were not. */
    private static boolean hasRecords(Map<String, String> client, String bootstrap, List<TopicPartition> partitions) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            boolean found = false;
            while (!found && partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                found = !consumer.poll(POLL).isEmpty();
            }
            return found;
        }
    }
}
