package dev.annals.processor.topology;

import dev.annals.codec.ConfluentFrame;
import dev.annals.processor.schema.RegistrySource;
import dev.annals.processor.stage.epoch.LogAhead;
import dev.annals.registry.SchemaRecord;
import dev.annals.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Lets records through whose schema is decided, by the partition's state, by the log further on, or by the registry; and none before the processor may write. Safe from any thread. */
final class SchemaGate {
    private final RegistrySource registry;
    private final LogAhead ahead;

    SchemaGate(RegistrySource registry, LogAhead ahead) {
        this.registry = registry;
        this.ahead = ahead;
    }

    /** Whether a record can be processed without waiting; when it cannot, the registry is being asked. */
    boolean lets(ConsumerRecord<byte[], byte[]> record) {
        if (!registry.isReady()) {
            return false;
        }
        int id = ConfluentFrame.id(record.value());
        return id == 0
                || registry.isKnown(record.partition(), id)
                || SchemaRecord.isClaimedBy(record.key(), record.value(), record.headers())
                || record.headers().lastHeader(Topics.REFUSED_HEADER) != null
                || ahead.says(record.partition(), record.offset(), id)
                || registry.isDecided(record.partition(), record.offset(), id);
    }
}
