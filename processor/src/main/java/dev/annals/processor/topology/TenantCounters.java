package dev.annals.processor.topology;

import dev.annals.processor.stage.epoch.EpochState;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.processor.stage.sequence.TenantLedger;
import dev.annals.processor.stage.sequence.TenantLedgers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
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

    /** Tenant → counters, as far as was processed; empty while partitions are being assigned or state is being restored, and when the processor has died. */
    public Optional<Map<String, Counters>> read() {
        return reading(entries -> {
            Map<String, Counters> counters = new TreeMap<>();
            entries.forEachRemaining(entry -> add(counters, entry));
            return counters;
        });
    }

    /** The epochs that the partitions of this process are in; empty as above. */
    public Optional<List<EpochState>> epochs() {
        return reading(entries -> {
            List<EpochState> epochs = new ArrayList<>();
            entries.forEachRemaining(entry -> {
                if (EpochState.isKey(entry.key.get())) {
                    epochs.add(EpochState.of(entry.value));
                }
            });
            return epochs;
        });
    }

    private <T> Optional<T> reading(Function<KeyValueIterator<Bytes, byte[]>, T> question) {
        if (!streams.state().isRunningOrRebalancing()) {
            return Optional.empty();
        }
        try (KeyValueIterator<Bytes, byte[]> entries = store().all()) {
            return Optional.of(question.apply(entries));
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    /** Fails with InvalidStateStoreException when there is none at the moment. */
    private ReadOnlyKeyValueStore<Bytes, byte[]> store() {
        try {
            return streams.store(
                    StoreQueryParameters.fromNameAndType(StateStores.TENANTS, QueryableStoreTypes.keyValueStore()));
        } catch (IllegalStateException e) {
            // The processor died after its state was checked.
            throw new InvalidStateStoreException("the processor is not running", e);
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
