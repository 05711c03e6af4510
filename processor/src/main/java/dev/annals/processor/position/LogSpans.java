package dev.annals.processor.position;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Where some logs begin and end.
 *
 * @param beginnings the offset of the first record
 * @param ends the offset after the last record
 */
record LogSpans(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
    static LogSpans of(Admin admin, List<TopicPartition> logs) {
        return new LogSpans(offsets(admin, logs, OffsetSpec.earliest()), offsets(admin, logs, OffsetSpec.latest()));
    }

    long beginning(TopicPartition log) {
        return beginnings.getOrDefault(log, 0L);
    }

    /** How a position lies outside a log; empty when it lies inside. */
    Optional<String> outside(TopicPartition log, long position) {
        long end = ends.getOrDefault(log, 0L);
        if (position > end) {
            return Optional.of(log + " ends at " + end + ", and was read up to " + position);
        }
        return position < beginning(log)
                ? Optional.of(log + " begins at " + beginning(log) + ", and was read up to " + position + " only")
                : Optional.empty();
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> of, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        of.forEach(log -> wanted.put(log, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                await(admin.listOffsets(wanted).all()).entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }

    static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
