package dev.annals.processor.schema;

import dev.annals.epoch.RedactionKeys;
import dev.annals.registry.SchemaRecord;
import dev.annals.registry.SchemaVerdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What a partition's log says of schema ids further on, up to the end that it had when the scan began: all that was said before. It is read once, never further ahead than an answer needs. For one thread.
 */
public final class SchemaScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Records of open transactions are waited for, and no transaction may stay open for longer than that. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition log;
    private final long end;
    private final RedactionKeys keys;
    private final Deque<SchemaRecord> said = new ArrayDeque<>();
    private boolean begun;

    /**
     * A scan that has read nothing yet.
     *
     * @param consumer of committed records, for this scan alone
     * @param end where it ends
     */
    public SchemaScan(Consumer<byte[], byte[]> consumer, TopicPartition log, long end, RedactionKeys keys) {
        this.consumer = consumer;
        this.log = log;
        this.end = end;
        this.keys = keys;
    }

    /** Forgets what was said of changes before that offset alone. */
    public void passed(long offset) {
        said.removeIf(record -> record.offset() < offset && record.verdict() instanceof SchemaVerdict.Refused);
    }

    /** What the log says first of an id behind a change, which lies at or behind the first one that was asked for. */
    public Optional<SchemaRecord> after(long offset, int id) {
        if (offset >= end) {
            return Optional.empty();
        }
        if (!begun) {
            consumer.assign(List.of(log));
            consumer.seek(log, offset + 1);
            begun = true;
        }
        Optional<SchemaRecord> found =
                said.stream().filter(record -> record.decides(offset, id)).findFirst();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (found.isEmpty() && consumer.position(log) < end) {
            long before = consumer.position(log);
            found = readOn(offset, id);
            if (consumer.position(log) > before) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (found.isEmpty() && System.nanoTime() - deadline > 0) {
                throw new TimeoutException(
                        log + " could not be read from offset " + before + " to " + end + " (expected: within "
                                + PATIENCE.toSeconds() + " s); a transaction that nobody ends may be open on it");
            }
        }
        return found;
    }

    private Optional<SchemaRecord> readOn(long offset, int id) {
        Optional<SchemaRecord> found = Optional.empty();
        Iterator<ConsumerRecord<byte[], byte[]>> records =
                consumer.poll(POLL).records(log).iterator();
        while (records.hasNext()) {
            ConsumerRecord<byte[], byte[]> record = records.next();
            if (SchemaRecord.isClaimedBy(record.key(), record.value(), record.headers())) {
                Optional<SchemaRecord> read = SchemaRecord.read(record.value()).filter(this::isSealed);
                read.ifPresent(said::add);
                if (found.isEmpty()) {
                    found = read.filter(claim -> claim.decides(offset, id));
                }
            }
        }
        return found;
    }

    private boolean isSealed(SchemaRecord record) {
        return record.partition() == log.partition() && keys.held().stream().anyMatch(record::isSealedUnder);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
