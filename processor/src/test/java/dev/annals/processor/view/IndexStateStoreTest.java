package dev.annals.processor.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexStateStoreTest {
    private static final TopicPartition LOG = new TopicPartition("log", 0);
    private static final long NOTHING = -4;

    @TempDir
    Path directory;

    private final IndexStateStore store = new IndexStateStore(
            "activities",
            IndexSettings.defaults(),
            new MemoryBudget(1 << 20),
            value -> new IndexedDocument("default", value[0], 0, value, List.of()));

    @BeforeEach
    void open() {
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile());
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whetherItHasCaughtUpIsAnsweredWithoutWriting() {
        store.apply(new byte[] {1}, new SourceOffset("log", 0, 5));

        assertThat(ask(new CaughtUpQuery(5)).getResult()).contains(true);
        assertThat(ask(new CaughtUpQuery(6)).getResult()).isEmpty();

        assertThat(store.committedOffset(LOG)).isEqualTo(NOTHING);
    }

    @Test
    void aClosedStoreHasNotCaughtUp() {
        store.apply(new byte[] {1}, new SourceOffset("log", 0, 5));
        store.close();

        assertThat(ask(new CaughtUpQuery(5)).isFailure()).isTrue();
    }

    @Test
    void aCommitHasWhatWasTakenWrittenSoon() {
        store.apply(new byte[] {1}, new SourceOffset("log", 0, 5));

        store.commit(Map.of(LOG, 5L));

        await().until(() -> store.committedOffset(LOG) == 5);
    }

    @Test
    void aQuestionSeesWhatWasTakenBefore() {
        store.apply(new byte[] {1}, new SourceOffset("log", 0, 5));
        store.apply(new byte[] {2}, new SourceOffset("log", 0, 6));

        Optional<IndexSnapshot> taken =
                ask(new SnapshotQuery("default", Deadline.none(), 6)).getResult();

        try (IndexSnapshot snapshot = taken.orElseThrow()) {
            assertThat(snapshot.count()).isEqualTo(2);
        }
    }

    private <R> QueryResult<R> ask(Query<R> query) {
        return store.query(query, PositionBound.unbounded(), new QueryConfig(false));
    }
}
