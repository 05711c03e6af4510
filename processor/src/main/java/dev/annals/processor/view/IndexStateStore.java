package dev.annals.processor.view;

import dev.annals.codec.OwnRecord;
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.MissingDocuments;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.position.OtherLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link IndexedStore} as a state store of Kafka Streams: one log, one partition of it.
 *
 * <p>Its topic is its changelog, and it keeps the offset of what it has applied in the same write as the data. So after any crash it resumes after the
 * last record that it has, and skips a record that comes again.
 *
 * <p>On purpose not a {@code KeyValueStore}: Streams would wrap it and treat its log as one of keys and values.
 *
 * <p>Errors: a record that cannot be indexed stops this store, and this store only: it takes nothing more and gives no snapshot.
 *
 * <p>Threads: the task's thread (or the one that restores) writes; any thread may query.
 */
final class IndexStateStore implements StateStore {
    private static final Logger LOG = LoggerFactory.getLogger(IndexStateStore.class);

    /** What Kafka Streams takes for "no offset known". Null would be taken for the offsets of a store that lost them. */
    private static final Long NO_OFFSET = -4L;

    /**
     * With more records than this between two commits the store is catching up with the log. Full loads then follow each other fast enough, and flushing
     * at each commit would only cost time. A commit never has to wait for the write: Streams restores a store from the store's own offset, so whatever
     * is not written yet is read again after a crash.
     */
    private static final int BULK = 32_768;

    private final String name;
    private final IndexSettings settings;
    private final MemoryBudget budget;
    private final Function<byte[], IndexedDocument> indexing;
    private final Set<SourceOffset> skipped;

    private volatile @Nullable IndexedStore index;
    private Path directory = Path.of("");
    /** Offset of the last record taken, written or not. One store has one source. */
    private volatile long applied = -1;

    private volatile @Nullable StoppedLog stopped;
    private boolean forgotten;
    private long appliedSinceCommit;

    /**
     * A closed store.
     *
     * @param budget shared with the other indexes of the process
     * @param indexing the document that a record's value stands for; throws when it cannot be read
     * @param skipped records that are passed over, whatever is in them
     */
    IndexStateStore(
            String name,
            IndexSettings settings,
            MemoryBudget budget,
            Function<byte[], IndexedDocument> indexing,
            Set<SourceOffset> skipped) {
        this.name = name;
        this.settings = settings;
        this.budget = budget;
        this.indexing = indexing;
        this.skipped = skipped;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        directory = context.stateDir().toPath().resolve(name);
        IndexedStore opened = IndexedStore.open(directory, settings, budget);
        applied = opened.offsets().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(-1);
        forgotten = false;
        stopped = null;
        index = opened;
        refuseOtherLog(context, opened.offsets());
        context.register(root, (RecordBatchingStateRestoreCallback) this::restore, () -> {});
    }

    /** Fails when the index is ahead of its log. It was built from another log then, and must neither grow nor answer. */
    private static void refuseOtherLog(StateStoreContext context, Map<SourcePartition, Long> stored) {
        if (stored.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> applied = new HashMap<>();
        stored.forEach((source, offset) -> applied.put(new TopicPartition(source.topic(), source.partition()), offset));
        Map<String, Object> config =
                new StreamsConfig(context.appConfigs()).getAdminConfigs(context.taskId() + "-index");
        try (Admin admin = Admin.create(config)) {
            OtherLog.refuse(admin, applied);
        }
    }

    private void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            apply(
                    OwnRecord.plain(record.value(), record.headers()),
                    new SourceOffset(record.topic(), record.partition(), record.offset()));
        }
    }

    /** Takes the next record of the log; one that the store has already is passed over unread. */
    void apply(byte @Nullable [] value, SourceOffset source) {
        if (source.offset() <= applied || stopped != null) {
            return;
        }
        if (skipped.contains(source)) {
            opened().advance(source);
        } else if (!index(value, source)) {
            return;
        }
        applied = source.offset();
        appliedSinceCommit++;
    }

    private boolean index(byte @Nullable [] value, SourceOffset source) {
        IndexedDocument document;
        try {
            if (value == null) {
                throw new IllegalStateException("it has no value");
            }
            document = indexing.apply(value);
        } catch (RuntimeException e) {
            stop(source, e);
            return false;
        }
        try {
            opened().append(document, source);
            return true;
        } catch (MissingDocuments e) {
            stop(source, e);
            return false;
        }
    }

    private void stop(SourceOffset source, RuntimeException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        StoppedLog log = new StoppedLog(source.topic(), source.partition(), source.offset(), reason);
        stopped = log;
        LOG.error("The view of one partition stops: {}", log.sentence());
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        if (changelogOffsets.isEmpty()) {
            // Streams holds the state for damaged and wants it rebuilt from the beginning of the log.
            forgotten = true;
            return;
        }
        if (appliedSinceCommit < BULK) {
            opened().flushSoon();
        }
        appliedSinceCommit = 0;
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        if (forgotten) {
            return null;
        }
        return opened().offsets()
                .getOrDefault(new SourcePartition(partition.topic(), partition.partition()), NO_OFFSET);
    }

    @Override
    @SuppressWarnings("deprecation") // only until every store must
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return index != null;
    }

    @Override
    public void close() {
        IndexedStore open = index;
        index = null;
        if (open != null) {
            open.close();
            if (forgotten) {
                delete(directory);
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> QueryResult<R> query(Query<R> query, PositionBound positionBound, QueryConfig config) {
        if (!(query instanceof SnapshotQuery asked)) {
            return QueryResult.forUnknownQueryType(query, this);
        }
        IndexedStore open = index;
        StoppedLog stop = stopped;
        try {
            if (open == null) {
                return notOpen();
            } else if (stop != null) {
                return QueryResult.forResult((R) new Pin.Stopped(stop));
            } else if (applied < asked.least()) {
                return QueryResult.forResult((R) new Pin.Behind());
            } else if (asked.tenant().isEmpty()) {
                open.requireOpen();
                return QueryResult.forResult((R) new Pin.Available());
            }
            return QueryResult.forResult(
                    (R) new Pin.Taken(open.snapshot(asked.tenant().get(), asked.deadline())));
        } catch (IllegalStateException e) {
            // Closed between the two lines, or failed: another store will answer.
            return notOpen();
        }
    }

    private <R> QueryResult<R> notOpen() {
        return QueryResult.forFailure(FailureReason.STORE_EXCEPTION, "the index " + name + " is not open");
    }

    /** Snapshots carry the offset they speak of; Streams need not follow it. */
    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    private IndexedStore opened() {
        IndexedStore open = index;
        if (open == null) {
            throw new IllegalStateException("the index " + name + " is not open");
        }
        return open;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the index in " + directory + " cannot be deleted to be built again", e);
        }
    }

    /** Makes an {@link IndexStateStore} for each task. It has no changelog of its own and nothing is cached in front of it. */
    record IndexStoreBuilder(
            String name,
            IndexSettings settings,
            MemoryBudget budget,
            Function<byte[], IndexedDocument> indexing,
            Set<SourceOffset> skipped)
            implements StoreBuilder<IndexStateStore> {
        @Override
        public IndexStateStore build() {
            return new IndexStateStore(name, settings, budget, indexing, skipped);
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

    /** Puts each record of a log into its index. Forwards nothing. */
    static final class IndexUpdates implements Processor<byte[], byte[], Void, Void> {
        private final String storeName;
        private @Nullable ProcessorContext<Void, Void> context;
        private @Nullable IndexStateStore store;

        IndexUpdates(String storeName) {
            this.storeName = storeName;
        }

        @Override
        public void init(ProcessorContext<Void, Void> newContext) {
            context = newContext;
            store = newContext.getStateStore(storeName);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (context == null || store == null) {
                throw new IllegalStateException(
                        "a record came to the index " + storeName + " before its processor was ready");
            }
            RecordMetadata source = context.recordMetadata()
                    .orElseThrow(() -> new IllegalStateException(
                            "a record without its place in the log came to the index " + storeName));
            store.apply(
                    OwnRecord.plain(record.value(), record.headers()),
                    new SourceOffset(source.topic(), source.partition(), source.offset()));
        }
    }
}
