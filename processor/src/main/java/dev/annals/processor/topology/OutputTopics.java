package dev.annals.processor.topology;

import dev.annals.codec.CommitAvro;
import dev.annals.codec.OwnRecord;
import dev.annals.codec.RejectAvro;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.Reject;
import dev.annals.processor.stage.LogRecord;
import dev.annals.processor.stage.Outputs;
import dev.annals.processor.stage.schema.SchemaSource;
import dev.annals.registry.SchemaRecord;
import dev.annals.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The sinks of a change task. Activities, commits and rejects carry no headers of the change that they came from, because nothing has redacted those headers. */
final class OutputTopics implements Outputs {
    /** Names of the sinks. */
    static final String ACTIVITIES = "activities";

    static final String COMMITS = "commits";
    static final String REJECTS = "rejects";
    static final String CHANGES = "changes-again";

    private static final byte[] MARK = {1};

    private final ProcessorContext<byte[], byte[]> context;
    private final SchemaSource registry;

    OutputTopics(ProcessorContext<byte[], byte[]> context, SchemaSource registry) {
        this.context = context;
        this.registry = registry;
    }

    @Override
    public void activity(Activity activity, byte[] bytes, long now) {
        own(activity.tenant(), bytes, now, ACTIVITIES, SchemaSource.Output.ACTIVITIES);
    }

    /** Appends a record of ours, in Confluent's wire format when there is a registry. */
    private void own(String tenant, byte[] bytes, long now, String sink, SchemaSource.Output output) {
        OptionalInt id = registry.idOf(output);
        if (id.isEmpty()) {
            context.forward(new Record<>(key(tenant), bytes, now), sink);
        } else {
            context.forward(
                    new Record<>(
                            key(tenant),
                            OwnRecord.framed(id.getAsInt(), bytes),
                            now,
                            OwnRecord.mark(new RecordHeaders(), bytes)),
                    sink);
        }
    }

    @Override
    public void commit(CommitAvro.Sealed sealed, long now) {
        Commit commit = sealed.commit();
        own(commit.tenant(), sealed.bytes(), now, COMMITS, SchemaSource.Output.COMMITS);
    }

    @Override
    public void reject(Reject reject, long now) {
        own(reject.tenant(), RejectAvro.encode(reject), now, REJECTS, SchemaSource.Output.REJECTS);
    }

    /** Appends to the task's own partition, which the record's value begins with, as a tick's does. */
    @Override
    @SuppressWarnings("NullAway") // it has no key, since it belongs to no tenant
    public void schema(SchemaRecord schema, long now) {
        Headers headers = new RecordHeaders().add(Topics.SCHEMA_HEADER, MARK);
        context.forward(new Record<>(null, schema.bytes(), now, headers), CHANGES);
    }

    /** Sends a change on to its tenant's partition, its bytes as they came. Its headers stay behind, which nothing bounds, but for the one that says that it is the replay of a reject. */
    @Override
    @SuppressWarnings("NullAway") // a change without a value is rejected before its tenant is known
    public void forward(LogRecord record, String tenant) {
        String from = record.partition() + ":" + record.offset();
        Headers headers = new RecordHeaders().add(Topics.FORWARDED_FROM_HEADER, from.getBytes(StandardCharsets.UTF_8));
        record.replayed().ifPresent(headers::add);
        context.forward(new Record<>(key(tenant), record.value(), record.recorded(), headers), CHANGES);
    }

    /** Appends a tick to the task's own partition, which is its value: a sink sees keys and values only. */
    @SuppressWarnings("NullAway") // a tick has no key, since it belongs to no tenant
    void tick(int partition, long wallMillis) {
        Headers headers = new RecordHeaders().add(Topics.TICK_HEADER, MARK);
        byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
        context.forward(new Record<>(null, value, wallMillis, headers), CHANGES);
    }

    private static byte[] key(String tenant) {
        return tenant.getBytes(StandardCharsets.UTF_8);
    }
}
