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
import java.util.Set;
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
            value -> new IndexedDocument("default", value[0], 0, value, List.of()),
            Set.of(new SourceOffset("log", 0, 7)));

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

        assertThat(ask(caughtUp(5)).getResult()).isEqualTo(new Pin.Available());
        assertThat(ask(caughtUp(6)).getResult()).isEqualTo(new Pin.Behind());

        assertThat(store.committedOffset(LOG)).isEqualTo(NOTHING);
    }

    @Test
    void aClosedStoreHasNotCaughtUp() {
        store.apply(new byte[] {1}, new SourceOffset("log", 0, 5));
        store.close();

        assertThat(ask(caughtUp(5)).isFailure()).isTrue();
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

        Pin pin = ask(new SnapshotQuery(Optional.of("default"), Deadline.none(), 6))
                .getResult();

        try (IndexSnapshot snapshot = ((Pin.Taken) pin).snapshot()) {
            assertThat(snapshot.count()).isEqualTo(2);
        }
    }

    @Test
    void aRecordThatCannotBeIndexedStopsTheStoreAndWhatWasTakenStays() {
        store.apply(new byte[] {1}, new SourceOffset("log", 0, 5));
        store.apply(new byte[] {3}, new SourceOffset("log", 0, 6));
        store.apply(new byte[] {2}, new SourceOffset("log", 0, 8));

        assertThat(ask(caughtUp(5)).getResult())
                .isInstanceOfSatisfying(
                        Pin.Stopped.class,
                        stopped -> assertThat(stopped.log().place()).isEqualTo("log-0@6"));
        store.commit(Map.of(LOG, 9L));
        await().until(() -> store.committedOffset(LOG) == 5);
    }

    @Test
    void aRecordThatIsSkippedIsNotEvenRead() {
        store.apply(new byte[] {1}, new SourceOffset("log", 0, 5));
        store.apply(null, new SourceOffset("log", 0, 7));
        store.apply(new byte[] {2}, new SourceOffset("log", 0, 8));

        assertThat(ask(caughtUp(8)).getResult()).isEqualTo(new Pin.Available());
    }

    private static SnapshotQuery caughtUp(long least) {
        return new SnapshotQuery(Optional.empty(), Deadline.none(), least);
    }

    private <R> QueryResult<R> ask(Query<R> query) {
        return store.query(query, PositionBound.unbounded(), new QueryConfig(false));
    }
}
