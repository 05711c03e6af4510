package dev.annals.query;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.dialect.Dialects;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.CommitIndexing;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.OpenedIndexes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Real indexes in a temporary directory, to which activities and commits are appended, and {@link AuditSessions} over them.
 * One thread appends; any may read. Deletes its directory when closed.
 */
public final class LocalAudit implements AutoCloseable {
    /** With the additional fields of every dialect, as the service has them. */
    public static final ActivityIndexing INDEXING = Dialects.INDEXING;

    private final Path directory;
    private final IndexedStore activities;
    private final IndexedStore commits;
    private long activityOffset;
    private long commitOffset;

    /** Empty indexes. */
    public LocalAudit() {
        try {
            directory = Files.createTempDirectory("local-audit");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        activities = IndexedStore.open(directory.resolve("activities"), IndexSettings.defaults());
        commits = IndexedStore.open(directory.resolve("commits"), IndexSettings.defaults());
    }

    /** Appends activities; their ids must be dense per tenant. Visible at once. */
    public LocalAudit add(Activity... more) {
        return addAll(List.of(more));
    }

    /** Appends activities; their ids must be dense per tenant. Visible at once. */
    public LocalAudit addAll(List<Activity> more) {
        for (Activity activity : more) {
            activities.append(
                    INDEXING.document(activity, ActivityAvro.encode(activity)),
                    new SourceOffset("annals.activities", 0, activityOffset++));
        }
        return this;
    }

    /** Appends commits; their numbers must be dense per tenant. Visible at once. */
    public LocalAudit add(Commit... more) {
        for (Commit commit : more) {
            commits.append(
                    CommitIndexing.document(commit, CommitAvro.encode(commit)),
                    new SourceOffset("annals.commits", 0, commitOffset++));
        }
        return this;
    }

    /** Sessions with some seconds each. */
    public IndexAuditSessions sessions() {
        return sessions(Duration.ofSeconds(20));
    }

    /** Sessions with this time each. */
    public IndexAuditSessions sessions(Duration budget) {
        return sessions(budget, 200);
    }

    /** Sessions that look at rows instead of dictionaries where so few documents are concerned. */
    IndexAuditSessions sessions(Duration budget, int few) {
        return sessions(budget, few, new Gate(4, 16));
    }

    /** The same behind a gate. */
    IndexAuditSessions sessions(Duration budget, int few, Gate gate) {
        return new IndexAuditSessions(
                new OpenedIndexes(activities, commits),
                INDEXING,
                bytes -> ActivityAvro.decode(bytes).orElseThrow(),
                bytes -> CommitAvro.decode(bytes).orElseThrow(),
                budget,
                few,
                gate,
                false);
    }

    /** A page of the first activities in an order that is found by rows, with values of only so many characters held. */
    long[] rowOrder(List<Order.Key> keys, long characters, int documents, int skip, int size) {
        try (IndexSnapshot index = activities.snapshot("default")) {
            Source<Activity> source = new Source<>(
                    Log.ACTIVITIES,
                    "default",
                    index,
                    RowDecoder.activities(
                            INDEXING, bytes -> ActivityAvro.decode(bytes).orElseThrow()),
                    index.all(),
                    new Effort(new Gate(1, 0), "test", Duration.ofMinutes(5), Long.MAX_VALUE, Long.MAX_VALUE),
                    new FieldOrders(1024 * 1024),
                    0);
            return new RowOrder<>(source, keys, characters)
                    .page(RoaringBitmap.bitmapOfRange(1, documents + 1), 0, skip, size);
        }
    }

    /** What one question answers in a session of its own, for an asker that sees all. */
    public static <R> R ask(AuditSessions sessions, String tenant, Function<AuditSession, R> question) {
        try (AuditSession session = sessions.open(Asker.of(tenant))) {
            return question.apply(session);
        }
    }

    @Override
    public void close() {
        activities.close();
        commits.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
