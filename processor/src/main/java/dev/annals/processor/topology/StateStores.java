package dev.annals.processor.topology;

import dev.annals.processor.stage.PipelineSettings;
import dev.annals.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The state of a change task: one set a partition, each with a changelog. */
final class StateStores {
    /** (tenant, type, id) → the object's last document, masked. */
    static final String DOCUMENTS = "documents";

    /** (bucket, key) → body digest: the events of the deduplication horizon. */
    static final String EVENTS = "events";

    /** Commits that still take members. */
    static final String OPEN_COMMITS = "open-commits";

    /** (bucket, key) → number: closed commits of the same horizon that had a producer's id. */
    static final String CLOSED_COMMITS = "closed-commits";

    /** Tenant → ledger; and the task's record time. */
    static final String TENANTS = "tenants";

    /**
     * What may grow with an event is its object's document, whose size {@link PipelineSettings#LARGEST_VALUE} bounds. A write has the timestamp of the change that
     * it comes from, which may be ahead of a broker's clock that was set back.
     */
    private static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(Topics.LARGEST_RECORD),
            Topics.LATEST_TIMESTAMP,
            Long.toString(Long.MAX_VALUE));

    /**
     * Where keys are written over and over, most of the changelog is out of date. Kafka compacts only segments that are full, and the default would leave a
     * gibibyte as it is: all of it to be kept, and to be read after a kill.
     */
    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(32 * 1024 * 1024));

    private StateStores() {}

    /**
     * All stores.
     *
     * <p>Cached are those whose keys are written over and over: a write per commit interval reaches RocksDB and the changelog
     * instead of one per change. The others see each key about once, so that a cache would only cost; their writes go to RocksDB many at a time.
     */
    static List<StoreBuilder<?>> builders() {
        return List.of(
                store(WriteBehindStore.persistent(DOCUMENTS), COMPACTED).withCachingDisabled(),
                store(WriteBehindStore.persistent(EVENTS), Map.of()).withCachingDisabled(),
                store(Stores.persistentKeyValueStore(OPEN_COMMITS), COMPACTED).withCachingEnabled(),
                store(WriteBehindStore.persistent(CLOSED_COMMITS), Map.of()).withCachingDisabled(),
                store(Stores.persistentKeyValueStore(TENANTS), COMPACTED).withCachingEnabled());
    }

    static String[] names() {
        return new String[] {DOCUMENTS, EVENTS, OPEN_COMMITS, CLOSED_COMMITS, TENANTS};
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(
            KeyValueBytesStoreSupplier supplier, Map<String, String> changelog) {
        Map<String, String> settings = new TreeMap<>(CHANGELOG);
        settings.putAll(changelog);
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(settings);
    }
}
