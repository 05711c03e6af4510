package dev.annals.processor.stage;

import dev.annals.codec.RegisteredSchemas;
import dev.annals.epoch.Epoch;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Reject;
import dev.annals.processor.stage.epoch.EpochSequence;
import dev.annals.processor.stage.schema.KnownSchemas;
import dev.annals.registry.SchemaRecord;
import java.util.List;

/** The schemas of a partition and their records on its log: read, checked and written. For one thread. */
final class SchemaStage {
    private final KnownSchemas known;
    private final EpochSequence epochs;
    private final RedactionKeys keys;
    private final Outputs outputs;

    SchemaStage(KnownSchemas known, EpochSequence epochs, RedactionKeys keys, Outputs outputs) {
        this.known = known;
        this.epochs = epochs;
        this.keys = keys;
        this.outputs = outputs;
    }

    /** The schemas as a change finds them. */
    RegisteredSchemas of(LogRecord record) {
        return id -> known.of(record.partition(), record.offset(), id);
    }

    /** What becomes of a record that claims to say what a registry said. Whoever may write to the topic may send one, so it is a reject unless it is sealed. */
    Outcome judge(LogRecord record) {
        return SchemaRecord.read(record.value() == null ? new byte[0] : record.value())
                .filter(claim -> claim.isOf(epoch().log(), record.partition(), keys))
                .<Outcome>map(Outcome.Learned::new)
                .orElseGet(() -> new Outcome.Rejected(
                        Reject.Reason.INVALID_FIELD,
                        "schema: not sealed under this log's redaction key; only Annals may append schemas",
                        record.tenantByKey(),
                        null,
                        null));
    }

    /** The ids that need no registry any more. */
    List<Integer> ids() {
        return known.ids();
    }

    /** Keeps what a record of the log says. */
    void keep(SchemaRecord record) {
        known.keep(record.partition(), record.id(), record.verdict());
    }

    /** Keeps what was found out for a change, and writes it on the log unless it says so already. */
    void write(LogRecord record, long now) {
        known.takeFresh().ifPresent(found -> {
            known.keep(record.partition(), found.id(), found.verdict());
            if (!found.onLog()) {
                Epoch epoch = epoch();
                outputs.schema(
                        SchemaRecord.seal(
                                epoch.log(),
                                record.partition(),
                                record.offset(),
                                found.id(),
                                found.verdict(),
                                epochs.keyOf(epoch.keyCheck())),
                        now);
            }
        });
    }

    private Epoch epoch() {
        return epochs.current().orElseThrow().epoch();
    }
}
