package dev.annals.processor.topology;

import dev.annals.epoch.RedactionKeys;
import dev.annals.processor.position.GroupPositions;
import dev.annals.processor.schema.RegistrySource;
import dev.annals.processor.stage.epoch.LogAhead;
import dev.annals.processor.stage.schema.SchemaSource;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * From the changes topic to activities, commits and rejects: one sub-topology, a task for each partition, several tenants a
 * task. Needs exactly_once_v2; {@link ChangeStreamsConfig} has it.
 *
 * <pre>
 *   changes ──► pipeline ──► activities
 *      ▲          │ │ └────► commits
 *      │          │ └──────► rejects
 *      └──────────┘ changes under a wrong key to their partition, and ticks
 * </pre>
 */
public final class ChangeTopology implements Supplier<Topology> {
    private static final String SOURCE = "changes";
    private static final String PIPELINE = "pipeline";

    private final Topics log;
    private final Topics outputs;
    private final RedactionKeys keys;
    private final LogAhead ahead;
    private final SchemaSource registry;
    private final boolean replay;
    private final Transactions transactions;

    /**
     * The topology of a deployment. How changes are processed is said by the epochs on the log, and by nothing else.
     *
     * @param keys the redaction keys that the epochs name
     * @param ahead reads ahead in the log
     */
    public ChangeTopology(Topics topics, RedactionKeys keys, LogAhead ahead) {
        this(topics, topics, keys, ahead, SchemaSource.NONE, false, new Transactions());
    }

    /**
     * The same with a schema registry for changes in Confluent's wire format. Under Kafka Streams, a record whose schema the registry cannot tell just now is held back with all that follow it
     * on its partition, while other partitions go on.
     */
    public ChangeTopology(Topics topics, RedactionKeys keys, LogAhead ahead, RegistrySource registry) {
        this(topics, topics, keys, ahead, registry, false, new Transactions(new SchemaGate(registry, ahead)));
    }

    /**
     * The topology that reads a log again and writes what it makes of it elsewhere.
     *
     * @param outputs where activities, commits and rejects go; with the same number of partitions
     */
    public static ChangeTopology replaying(Topics log, Topics outputs, RedactionKeys keys, LogAhead ahead) {
        if (log.equals(outputs)) {
            throw new IllegalArgumentException("topic prefix: " + outputs.prefix()
                    + " for the log and for what is made of it again (expected: another prefix, or the log is"
                    + " doubled)");
        }
        return new ChangeTopology(log, outputs, keys, ahead, SchemaSource.NONE, true, new Transactions());
    }

    private ChangeTopology(
            Topics log,
            Topics outputs,
            RedactionKeys keys,
            LogAhead ahead,
            SchemaSource registry,
            boolean replay,
            Transactions transactions) {
        this.log = log;
        this.outputs = outputs;
        this.keys = keys;
        this.ahead = ahead;
        this.registry = registry;
        this.replay = replay;
        this.transactions = transactions;
    }

    /**
     * The topology under Kafka Streams, not started yet. Only clients made here pace their commits by what commits cost, and only here a new group gets
     * the beginning of the log as its position: the consumers have no offset reset.
     */
    public KafkaStreams with(ChangeStreamsConfig config) {
        GroupPositions.begin(
                config.bootstrapServers(),
                config.overrides(),
                config.applicationId(),
                List.of(log.changes()),
                log.partitions());
        KafkaStreams streams = new KafkaStreams(get(), config.properties(), transactions);
        transactions.follow(streams);
        return streams;
    }

    @Override
    public Topology get() {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        Topology topology = new Topology()
                .addSource(AutoOffsetReset.none(), SOURCE, new LogTime(), in, in, log.changes())
                .addProcessor(
                        PIPELINE, () -> new ChangeProcessor(log, keys, ahead, registry, replay, transactions), SOURCE)
                .addSink(OutputTopics.ACTIVITIES, outputs.activities(), out, out, ChangeTopology::byTenant, PIPELINE)
                .addSink(OutputTopics.COMMITS, outputs.commits(), out, out, ChangeTopology::byTenant, PIPELINE)
                .addSink(OutputTopics.REJECTS, outputs.rejects(), out, out, ChangeTopology::byTenant, PIPELINE)
                .addSink(OutputTopics.CHANGES, log.changes(), out, out, ChangeTopology::byTenant, PIPELINE);
        StateStores.builders().forEach(store -> topology.addStateStore(store, PIPELINE));
        return topology;
    }

    /** The partition of the tenant that is the key; a tick has none, and says its partition in its value. */
    private static Optional<Set<Integer>> byTenant(String topic, byte @Nullable [] key, byte[] value, int partitions) {
        int partition = key == null ? ByteBuffer.wrap(value).getInt() : TenantPartition.of(key, partitions);
        return Optional.of(Set.of(partition));
    }
}
