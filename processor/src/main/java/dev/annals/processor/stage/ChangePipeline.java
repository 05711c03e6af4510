package dev.annals.processor.stage;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.codec.SensitivePointers;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Commit;
import dev.annals.model.Reject;
import dev.annals.processor.position.OtherLog;
import dev.annals.processor.stage.classify.Effect;
import dev.annals.processor.stage.deduplicate.CanonicalEvent;
import dev.annals.processor.stage.deduplicate.Deduplication;
import dev.annals.processor.stage.deduplicate.Deduplication.Fingerprint;
import dev.annals.processor.stage.epoch.EpochSequence;
import dev.annals.processor.stage.epoch.EpochState;
import dev.annals.processor.stage.epoch.LogAhead;
import dev.annals.processor.stage.epoch.UnusableEpoch;
import dev.annals.processor.stage.group.CommitNumbering;
import dev.annals.processor.stage.memory.RecentValues;
import dev.annals.processor.stage.schema.KnownSchemas;
import dev.annals.processor.stage.schema.SchemaSource;
import dev.annals.processor.stage.sequence.ActivityDraft;
import dev.annals.processor.stage.sequence.AppliedRecord;
import dev.annals.processor.stage.sequence.RecordTime;
import dev.annals.processor.stage.sequence.Shortening;
import dev.annals.processor.stage.sequence.TenantLedger;
import dev.annals.processor.stage.sequence.TenantLedgers;
import dev.annals.processor.stage.state.KnownObject;
import dev.annals.processor.stage.state.ObjectStates;
import dev.annals.registry.SchemaRecord;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of the changes topic, record by record: decode → route → deduplicate → redact → diff and classify →
 * sequence → group, as the epoch that the record lies in sets them. What becomes of a record is judged first and written afterwards, so that a record that cannot be
 * understood leaves no trace but its reject. Reads no clock and no random number. For one thread.
 */
public final class ChangePipeline {
    private static final Logger LOG = LoggerFactory.getLogger(ChangePipeline.class);
    /** The size of each partition's cache of documents. A cache makes no difference to any outcome. */
    private static final long RECENT_DOCUMENTS_BYTES =
            Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 32);

    private final Topics topics;
    private final LogAhead ahead;
    private final Stores stores;
    private final Outputs outputs;
    private final boolean replay;
    private final AppliedRecord applied;
    private final RecordTime time;
    private final TenantLedgers ledgers;
    private final EpochSequence epochs;
    private final ObjectStates documents;
    private final SchemaStage schemas;
    private @Nullable Stages stages;
    private boolean placed;

    /**
     * The pipeline of a partition with that state, which nothing else writes to. Its settings are those of the log's epochs.
     *
     * @param keys the redaction keys that the epochs name
     * @param ahead reads ahead in the log
     * @param registry where the schemas come from that the log does not have
     * @param replay whether the log is read again into other topics: then nothing is written to it, since the ticks and forwarded copies of the first time are in it
     */
    public ChangePipeline(
            Topics topics,
            RedactionKeys keys,
            LogAhead ahead,
            SchemaSource registry,
            Stores stores,
            Outputs outputs,
            boolean replay) {
        this.topics = topics;
        this.ahead = ahead;
        this.stores = stores;
        this.outputs = outputs;
        this.replay = replay;
        applied = new AppliedRecord(stores.tenants());
        time = new RecordTime(stores.tenants());
        ledgers = new TenantLedgers(stores.tenants());
        epochs = new EpochSequence(stores.tenants(), keys);
        documents = new ObjectStates(stores.documents(), RecentValues.within(RECENT_DOCUMENTS_BYTES));
        schemas = new SchemaStage(new KnownSchemas(stores.tenants(), ahead, registry, replay), epochs, keys, outputs);
        epochs.current().ifPresent(this::enter);
    }

    /** Processes the next record of the partition. Fails with {@link OtherLog} or {@link UnusableEpoch} when the record must not be processed. */
    public void process(LogRecord record) {
        take(record);
        Stages before = stages(record);
        time.advance(record.recorded(), before.longestStep());
        long now = time.elapsed();
        before.commits().advance(now);
        if (record.claimsEpoch()) {
            epoch(record).settle(new Writing(record, now, before));
        } else if (record.claimsSchema()) {
            schemas.judge(record).settle(new Writing(record, now, before));
        } else if (!record.isTick()) {
            Outcome outcome = record.refusal(before.redactor()).orElseGet(() -> judge(record, before, now));
            outcome.settle(new Writing(record, now, before));
            schemas.write(record, time.clock());
        }
        ledgers.save();
    }

    /** Goes on to a record, which must be the next one of the log that the state was made from. */
    private void take(LogRecord record) {
        long before = applied.offset();
        // While running, the consumer leaves nothing out: only where it was set to begin has to be looked at.
        if (!placed && before >= 0 && record.offset() > before) {
            ahead.interruption(record.partition(), before, applied.print(), record.offset())
                    .ifPresent(how -> {
                        throw new OtherLog("record " + record.topic() + "-" + record.partition() + "@"
                                + record.offset() + " does not carry on from offset " + before
                                + ", where the processor's state ends: the log " + how);
                    });
        }
        applied.advance(record.topic(), record.partition(), record.offset(), record.print());
        placed = true;
    }

    /** The schema ids that need no registry any more. */
    public List<Integer> schemaIds() {
        return schemas.ids();
    }

    /** After how much silence the log needs a tick, milliseconds; 0 when something is due already, empty when nothing waits. */
    public OptionalLong untilTick() {
        Stages now = stages;
        return now == null ? OptionalLong.empty() : now.commits().untilTick(time.elapsed());
    }

    /** How much record time has passed on the partition, milliseconds from some beginning. */
    public long elapsed() {
        return time.elapsed();
    }

    /** After how long a quiet log needs a tick; empty before the first record of the log. */
    public Optional<Duration> gap() {
        Stages now = stages;
        return now == null ? Optional.empty() : Optional.of(now.gap());
    }

    /** The stages as the current epoch sets them; before any epoch, as the first one will. */
    private Stages stages(LogRecord record) {
        Stages now = stages;
        if (now != null) {
            return now;
        }
        EpochRecord first = ahead.firstEpoch(record.partition())
                .orElseThrow(
                        () -> new UnusableEpoch(
                                "partition " + record.partition() + " of " + record.topic()
                                        + " has no epoch, so nothing says how its changes are to be processed; `annals up` appends the first one"));
        return enter(epochs.beforeFirst(record.partition(), first, Stages.firstHorizon(first.epoch(), stores)));
    }

    private Stages enter(EpochState state) {
        Stages entered = Stages.of(state, epochs, time.elapsed(), stores, new Numbering());
        stages = entered;
        return entered;
    }

    /** What becomes of a record that claims to be an epoch. Whoever may write to the topic may send one, so it is a reject unless it is the next one and sealed. */
    private Outcome epoch(LogRecord record) {
        try {
            EpochRecord next = EpochRecord.read(Objects.requireNonNull(record.value(), "a claimed epoch has a value"));
            Optional<String> refusal = epochs.refusal(next);
            return refusal.isPresent() ? refused(record, refusal.get()) : new Outcome.Begun(next);
        } catch (IllegalArgumentException e) {
            return refused(record, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome refused(LogRecord record, String why) {
        return new Outcome.Rejected(Reject.Reason.INVALID_FIELD, "epoch: " + why, record.tenantByKey(), null, null);
    }

    private Outcome judge(LogRecord record, Stages stages, long now) {
        try {
            return stages.payload()
                    .decode(record.value(), schemas.of(record))
                    .fold(
                            accepted -> route(record, accepted.value(), stages, now),
                            refused -> new Outcome.Rejected(
                                    refused.reason(),
                                    refused.detail(),
                                    refused.tenant() == null ? record.tenantByKey() : refused.tenant(),
                                    identity(stages, refused.source()),
                                    identity(stages, refused.eventId())));
        } catch (KafkaException e) {
            // The state or the broker, not the event.
            throw e;
        } catch (RuntimeException e) {
            // A defect of ours: one event must not stop all that follow. Its message may quote the event, so it is not
            // shown.
            LOG.error(
                    "a change could not be understood, by a defect of this processor: partition={} offset={} reason={}",
                    record.partition(),
                    record.offset(),
                    e.getClass().getName());
            LOG.debug("where it failed: {}", (Object) e.getStackTrace());
            return new Outcome.Rejected(
                    Reject.Reason.MALFORMED,
                    "the event could not be processed (" + e.getClass().getSimpleName()
                            + "); this is a defect of Annals: report it with the event",
                    record.tenantByKey(),
                    null,
                    null);
        }
    }

    private static @Nullable String identity(Stages stages, @Nullable String text) {
        return text == null ? null : stages.redactor().identity(text);
    }

    private Outcome route(LogRecord record, ChangeEvent event, Stages stages, long now) {
        int partition = TenantPartition.of(event.tenant(), topics.partitions());
        if (partition == record.partition()) {
            return deduplicate(record, event, stages, now);
        }
        if (!record.canBeForwarded()) {
            return tooLarge(event, "the record, which has another key than its tenant,", LogRecord.LARGEST_FORWARDED);
        }
        // A forwarded record is not forwarded again, so that no record can circulate for ever.
        return record.isForwarded()
                ? Outcome.Rejected.of(
                        stages.redactor().redact(event),
                        Reject.Reason.INVALID_FIELD,
                        "tenant: was forwarded to partition " + record.partition() + " (expected: partition "
                                + partition
                                + " of " + topics.partitions() + "; only Annals may set " + Topics.FORWARDED_FROM_HEADER
                                + ")")
                : new Outcome.Misplaced(event.tenant());
    }

    private Outcome deduplicate(LogRecord record, ChangeEvent event, Stages stages, long now) {
        Deduplication deduplication = stages.deduplication();
        Fingerprint fingerprint = deduplication.fingerprint(event, CanonicalEvent.bytes(event, stages.canonical()));
        return switch (deduplication.verdict(fingerprint, now, record.isReplayed())) {
            case FIRST ->
                interpret(
                        record,
                        stages.redactor().redact(event),
                        fingerprint,
                        SensitivePointers.unmatched(event).size());
            case DUPLICATE -> new Outcome.Duplicate(event.tenant());
            case CONFLICT ->
                Outcome.Rejected.of(
                        stages.redactor().redact(event),
                        Reject.Reason.CONFLICT,
                        "(source, id): was accepted before with another body (expected: a new id, or the same event again)");
        };
    }

    private Outcome interpret(LogRecord record, ChangeEvent event, Fingerprint fingerprint, int unmatchedPointers) {
        KnownObject known = documents.find(event);
        Effect effect = Effect.of(event, known, time.of(event.time()));
        if (!ObjectStates.fits(effect.state(), known, PipelineSettings.LARGEST_DOCUMENT)) {
            return tooLarge(event, "the object's document", PipelineSettings.LARGEST_DOCUMENT);
        }
        if (!effect.recorded()) {
            return new Outcome.Accepted(event, fingerprint, effect, null, unmatchedPointers);
        }
        TenantLedger ledger = ledgers.of(event.tenant());
        if (ledger.isFull()) {
            return Outcome.Rejected.of(
                    event,
                    Reject.Reason.TOO_LARGE,
                    "tenant: has " + Activity.LARGEST_ID
                            + " activities, as many as can be numbered (expected: a tenant with fewer; send on under a new one)");
        }
        Activity draft = ActivityDraft.of(event, effect, known.document(), record.origin(event));
        ActivityAvro.Sealed activity = Shortening.sealed(
                draft.numbered(ledger.nextActivity()), ledger.activityHash(), PipelineSettings.LARGEST_VALUE);
        return activity.bytes().length > PipelineSettings.LARGEST_VALUE
                ? tooLarge(event, "the activity", PipelineSettings.LARGEST_VALUE)
                : new Outcome.Accepted(event, fingerprint, effect, activity, unmatchedPointers);
    }

    private static Outcome tooLarge(ChangeEvent event, String what, int most) {
        return Outcome.Rejected.of(
                event,
                Reject.Reason.TOO_LARGE,
                what + ": would be larger than " + most + " bytes (expected: at most that)");
    }

    /** Writes what was judged: state, logs and counters, all in the transaction that the record is read in. */
    private final class Writing implements Outcome.Settlement {
        private final LogRecord record;
        private final long now;
        private final Stages stages;

        Writing(LogRecord record, long now, Stages stages) {
            this.record = record;
            this.now = now;
            this.stages = stages;
        }

        @Override
        public void begin(EpochRecord next) {
            PipelineSettings settings = Stages.settings(next.epoch());
            enter(epochs.begin(record.partition(), next, settings.horizon(), record.offset(), record.recorded(), now));
            LOG.info(
                    "An epoch began, number={} partition={} offset={}",
                    next.epoch().number(),
                    record.partition(),
                    record.offset());
        }

        @Override
        public void learn(SchemaRecord schema) {
            schemas.keep(schema);
        }

        @Override
        public void reject(Outcome.Rejected rejected) {
            ledgers.of(rejected.tenant()).reject();
            outputs.reject(
                    new Reject(
                            rejected.reason(),
                            rejected.detail(),
                            rejected.tenant(),
                            rejected.source(),
                            rejected.eventId(),
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            record.recordedAt()),
                    time.clock());
        }

        @Override
        public void forward(String tenant) {
            ledgers.of(tenant).forwarded();
            // When the log is read again, the copy is in it already.
            if (!replay) {
                outputs.forward(record, tenant);
            }
        }

        @Override
        public void duplicate(String tenant) {
            ledgers.of(tenant).duplicate();
        }

        @Override
        public void accept(Outcome.Accepted accepted) {
            ChangeEvent event = accepted.event();
            stages.deduplication().remember(accepted.fingerprint(), now, record.isReplayed());
            documents.apply(event, accepted.effect().state());
            TenantLedger ledger = ledgers.of(event.tenant());
            ledger.unmatchedPointers(accepted.unmatchedPointers());
            ActivityAvro.@Nullable Sealed sealed = accepted.activity();
            if (sealed != null) {
                Activity activity = sealed.activity();
                ledger.activity(activity.hash());
                outputs.activity(activity, sealed.bytes(), time.clock());
                stages.commits().place(activity, now);
                return;
            }
            stages.commits().pass(event, record.offset(), now);
            if (event.snapshot()) {
                ledger.snapshot();
            } else {
                ledger.unchanged();
            }
        }
    }

    /** Numbers commits in their tenants' ledgers, and writes them. */
    private final class Numbering implements CommitNumbering {
        @Override
        public long next(String tenant) {
            return ledgers.of(tenant).nextCommit();
        }

        @Override
        public void take(Commit commit) {
            TenantLedger ledger = ledgers.of(commit.tenant());
            CommitAvro.Sealed sealed = CommitAvro.seal(commit, ledger.commitHash());
            ledger.commit(sealed.commit().hash());
            outputs.commit(sealed, time.clock());
        }
    }
}
