package dev.annals.processor.stage;

import dev.annals.codec.CommitAvro;
import dev.annals.model.Activity;
import dev.annals.model.Reject;
import dev.annals.registry.SchemaRecord;

/** The topics that a partition's pipeline writes to, within the transaction of the record that it is processing. */
public interface Outputs {
    /** Appends an activity. */
    void activity(Activity activity, byte[] bytes, long now);

    /** Appends a closed commit. */
    void commit(CommitAvro.Sealed sealed, long now);

    /** Appends a reject. */
    void reject(Reject reject, long now);

    /** Appends what a registry said to the pipeline's own partition of the changes topic. */
    void schema(SchemaRecord schema, long now);

    /** Sends a change on to its tenant's partition of the changes topic. */
    void forward(LogRecord record, String tenant);
}
