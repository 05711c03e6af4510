package dev.annals.processor.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** The record's own timestamp, which is when the log took it. A broken one counts as the time that was, because a record must not be skipped or stop the processor for it. */
public final class LogTime implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> consumed, long partitionTime) {
        return consumed.timestamp() >= 0 ? consumed.timestamp() : Math.max(partitionTime, 0);
    }
}
