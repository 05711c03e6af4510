package dev.annals.processor.topology;

import dev.annals.processor.stage.sequence.Counters;
import dev.annals.processor.stage.sequence.TenantLedger;
import dev.annals.processor.stage.sequence.TenantLedgers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What became of each tenant's changes on the partitions of this process. Safe from any thread. */
public final class TenantCounters {
    private final KafkaStreams streams;

    public TenantCounters(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Tenant → counters, as far as was processed; empty while partitions are being assigned or state is being restored. */
    public Optional<Map<String, Counters>> read() {
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> store = streams.store(
                    StoreQueryParameters.fromNameAndType(StateStores.TENANTS, QueryableStoreTypes.keyValueStore()));
            Map<String, Counters> counters = new TreeMap<>();
            try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
                entries.forEachRemaining(entry -> add(counters, entry));
            }
            return Optional.of(counters);
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    private static void add(Map<String, Counters> counters, KeyValue<Bytes, byte[]> entry) {
        if (TenantLedgers.isTenant(entry.key.get())) {
            counters.merge(
                    new String(entry.key.get(), StandardCharsets.UTF_8),
                    TenantLedger.of(entry.value).counters(),
                    Counters::plus);
        }
    }
}
