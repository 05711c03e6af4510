package dev.annals.processor.topology;

import dev.annals.codec.CommitAvro;
import dev.annals.codec.RejectAvro;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.Reject;
import dev.annals.processor.stage.LogRecord;
import dev.annals.processor.stage.Outputs;
import dev.annals.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    private static final byte[] TICK = {1};

    private final ProcessorContext<byte[], byte[]> context;

    OutputTopics(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void activity(Activity activity, byte[] bytes, long now) {
        context.forward(new Record<>(key(activity.tenant()), bytes, now), ACTIVITIES);
    }

    @Override
    public void commit(CommitAvro.Sealed sealed, long now) {
        Commit commit = sealed.commit();
        context.forward(new Record<>(key(commit.tenant()), sealed.bytes(), now), COMMITS);
    }

    @Override
    public void reject(Reject reject, long now) {
        context.forward(new Record<>(key(reject.tenant()), RejectAvro.encode(reject), now), REJECTS);
    }

    /** Sends a change on to its tenant's partition, its bytes as they came. Its headers stay behind: they say nothing to Annals, and nothing bounds them. */
    @Override
    @SuppressWarnings("NullAway") // a change without a value is rejected before its tenant is known
    public void forward(LogRecord record, String tenant) {
        String from = record.partition() + ":" + record.offset();
        Headers headers = new RecordHeaders().add(Topics.FORWARDED_FROM_HEADER, from.getBytes(StandardCharsets.UTF_8));
        context.forward(new Record<>(key(tenant), record.value(), record.recorded(), headers), CHANGES);
    }

    /** Appends a tick to the task's own partition, which is its value: a sink sees keys and values only. */
    @SuppressWarnings("NullAway") // a tick has no key, since it belongs to no tenant
    void tick(int partition, long wallMillis) {
        Headers headers = new RecordHeaders().add(Topics.TICK_HEADER, TICK);
        byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
        context.forward(new Record<>(null, value, wallMillis, headers), CHANGES);
    }

    private static byte[] key(String tenant) {
        return tenant.getBytes(StandardCharsets.UTF_8);
    }
}
