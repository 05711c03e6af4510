package dev.annals.processor.view;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes an {@link IndexStateStore} for each task. It has no changelog of its own and nothing is cached in front of it. */
record IndexStoreBuilder(
        String name, IndexSettings settings, MemoryBudget budget, Function<byte[], IndexedDocument> indexing)
        implements StoreBuilder<IndexStateStore> {
    @Override
    public IndexStateStore build() {
        return new IndexStateStore(name, settings, budget, indexing);
    }

    @Override
    public StoreBuilder<IndexStateStore> withCachingEnabled() {
        throw new IllegalStateException("the index " + name + " gathers its writes itself and takes no cache");
    }

    @Override
    public StoreBuilder<IndexStateStore> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<IndexStateStore> withLoggingEnabled(Map<String, String> config) {
        throw new IllegalStateException("the index " + name + " is built from its topic and takes no changelog");
    }

    @Override
    public StoreBuilder<IndexStateStore> withLoggingDisabled() {
        return this;
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
        return false;
    }
}
