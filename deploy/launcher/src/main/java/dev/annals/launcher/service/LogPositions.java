package dev.annals.launcher.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How many records of a topic a consumer group has not yet committed, partition by partition. Thread-safe. */
final class LogPositions {
    private static final long PATIENCE_SECONDS = 3;

    private final Admin admin;
    private final String group;
    private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();

    LogPositions(Admin admin, String group, String topic, int partitions) {
        this.admin = admin;
        this.group = group;
        IntStream.range(0, partitions)
                .forEach(partition -> ends.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
    }

    /** Partition to the offset up to which the group has committed, the offset itself not among it; empty when Kafka does not answer soon. */
    Optional<Map<Integer, Long>> committed() {
        try {
            Map<Integer, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, position) -> {
                        if (position != null) {
                            committed.put(partition.partition(), position.offset());
                        }
                    });
            return Optional.of(committed);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Partition to records that are on the log and not committed; empty when Kafka does not answer soon. */
    Optional<Map<Integer, Long>> behind() {
        // What is committed is asked first: what is committed in between only makes it look further behind.
        ListConsumerGroupOffsetsResult committed = admin.listConsumerGroupOffsets(group);
        ListOffsetsResult latest = admin.listOffsets(ends);
        try {
            Map<TopicPartition, OffsetAndMetadata> positions =
                    committed.partitionsToOffsetAndMetadata().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Map<Integer, Long> behind = new HashMap<>();
            for (TopicPartition partition : ends.keySet()) {
                long end = latest.partitionResult(partition)
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .offset();
                @Nullable OffsetAndMetadata position = positions.get(partition);
                behind.put(partition.partition(), Math.max(0, end - (position == null ? 0 : position.offset())));
            }
            return Optional.of(behind);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
