package dev.annals.processor.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's own timestamp, which is when the log took it. A negative timestamp is replaced by the latest one of the partition, because it must
 * neither skip its record nor stop the processor.
 */
public final class LogTime implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> consumed, long partitionTime) {
        return consumed.timestamp() >= 0 ? consumed.timestamp() : Math.max(partitionTime, 0);
    }
}
