package dev.annals.processor.index;

import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.read.SnapshotReads;
import dev.annals.processor.index.read.StoreSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.state.Caches;
import dev.annals.processor.index.state.Ledger;
import dev.annals.processor.index.state.PinnedState;
import dev.annals.processor.index.state.TimeOrder.TimeStore;
import dev.annals.processor.index.write.Load;
import dev.annals.processor.index.write.LoadWriter;
import java.nio.file.Path;
import java.util.List;

/** A store without a thread: the test says what is written and sealed, and when. */
final class HandDrivenStore implements AutoCloseable {
    private static final int TENANT = 0;

    final Database database;
    final LoadWriter writer;
    private final Caches caches = new Caches(1 << 20);
    private final Ledger ledger;

    /** Opens a store that seals so many keys at once. */
    HandDrivenStore(Path directory, int segment, int sealedAtOnce) {
        database = Database.open(directory, IndexSettings.defaults());
        TimeStore times = new TimeStore(database, caches);
        ledger = new Ledger(database, times);
        writer = new LoadWriter(database, times, ledger, segment, sealedAtOnce);
    }

    /** A load of documents of tenant default. */
    Load load(List<IndexedDocument> documents) {
        Load.Builder load = new Load.Builder(ledger.fields());
        for (IndexedDocument document : documents) {
            ledger.tenantNames().intern(document.tenant());
            load.add(TENANT, document);
            load.advance(new SourceOffset("log", 0, document.number()));
        }
        return load.freeze(1);
    }

    IndexSnapshot snapshot() {
        PinnedState state = writer.pin();
        return new StoreSnapshot(
                new SnapshotReads(state, state.tenant(TENANT), Deadline.none()), ledger.fields(), caches);
    }

    /** Closes as the end of a process would: what was begun stays as it is. */
    @Override
    public void close() {
        writer.close();
    }
}
