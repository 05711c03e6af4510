package dev.annals.processor.stage;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.ChangeAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.codec.Payload;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Commit;
import dev.annals.model.Reject;
import dev.annals.processor.stage.classify.Effect;
import dev.annals.processor.stage.deduplicate.Deduplication;
import dev.annals.processor.stage.deduplicate.Deduplication.Fingerprint;
import dev.annals.processor.stage.deduplicate.KeyedDigest;
import dev.annals.processor.stage.group.CommitGrouping;
import dev.annals.processor.stage.group.CommitNumbering;
import dev.annals.processor.stage.memory.RecentMemory;
import dev.annals.processor.stage.memory.RecentValues;
import dev.annals.processor.stage.sequence.ActivityDraft;
import dev.annals.processor.stage.sequence.RecordTime;
import dev.annals.processor.stage.sequence.TenantLedger;
import dev.annals.processor.stage.sequence.TenantLedgers;
import dev.annals.processor.stage.state.ObjectStates;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionRules;
import dev.annals.redact.Redactor;
import dev.annals.redact.SensitivePointers;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of the changes topic, record by record: decode → route → deduplicate → redact → diff and classify →
 * sequence → group. What becomes of a record is judged first and written afterwards, so that a record that cannot be
 * understood leaves no trace but its reject. Reads no clock and no random number. For one thread.
 */
public final class ChangePipeline {
    private static final Logger LOG = LoggerFactory.getLogger(ChangePipeline.class);
    /** Of each partition, as soon as that many have changed. */
    private static final int RECENT_DOCUMENTS_BYTES = 32 << 20;

    private final Topics topics;
    private final PipelineSettings settings;
    private final Outputs outputs;
    private final RecordTime time;
    private final TenantLedgers ledgers;
    private final Payload payload;
    private final ChangeAvro canonical;
    private final Deduplication deduplication;
    private final Redactor redactor;
    private final ObjectStates documents;
    private final CommitGrouping commits;

    /** The pipeline of a partition with that state, which nothing else writes to. */
    public ChangePipeline(
            Topics topics,
            PipelineSettings settings,
            RedactionRules rules,
            RedactionKey key,
            Stores stores,
            Outputs outputs) {
        this.topics = topics;
        this.settings = settings;
        this.outputs = outputs;
        redactor = new Redactor(rules, key);
        long horizon = settings.horizon().toMillis();
        time = new RecordTime(stores.tenants(), settings.longestWait().toMillis());
        ledgers = new TenantLedgers(stores.tenants());
        payload = new Payload(settings.limits());
        canonical = new ChangeAvro(settings.limits());
        deduplication = new Deduplication(
                new RecentMemory(stores.events(), horizon), KeyedDigest.derived(key.bytes(), "annals:deduplication:"));
        documents = new ObjectStates(stores.documents(), new RecentValues(RECENT_DOCUMENTS_BYTES));
        commits = new CommitGrouping(
                stores.openCommits(),
                new RecentMemory(stores.closedCommits(), horizon),
                settings.commits(),
                new Numbering());
    }

    /** Processes the next record of the partition. */
    public void process(LogRecord record) {
        time.advance(record.recorded());
        long now = time.elapsed();
        commits.advance(now);
        if (!record.isTick()) {
            judge(record, now).settle(new Writing(record, now));
        }
        ledgers.save();
    }

    /** How far record time has to move on for something to close, milliseconds; 0 when it is due already, empty when nothing waits. */
    public OptionalLong untilDue() {
        return commits.untilDue(time.elapsed());
    }

    /** How much record time has passed on the partition, milliseconds from some beginning. */
    public long elapsed() {
        return time.elapsed();
    }

    private Outcome judge(LogRecord record, long now) {
        try {
            return payload.decode(record.value())
                    .fold(
                            accepted -> route(record, accepted.value(), now),
                            refused -> new Outcome.Rejected(
                                    refused.reason(),
                                    refused.detail(),
                                    refused.tenant() == null ? record.tenantByKey() : refused.tenant(),
                                    refused.source(),
                                    refused.eventId()));
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

    private Outcome route(LogRecord record, ChangeEvent event, long now) {
        int partition = TenantPartition.of(event.tenant(), topics.partitions());
        if (partition == record.partition()) {
            return deduplicate(record, event, now);
        }
        // What was sent on once is not sent on again, so that nothing can go round in circles.
        return record.isForwarded()
                ? Outcome.Rejected.of(
                        event,
                        Reject.Reason.INVALID_FIELD,
                        "tenant: was forwarded to partition " + record.partition() + " (expected: partition "
                                + partition
                                + " of " + topics.partitions() + "; only Annals may set " + Topics.FORWARDED_FROM_HEADER
                                + ")")
                : new Outcome.Misplaced(event.tenant());
    }

    private Outcome deduplicate(LogRecord record, ChangeEvent event, long now) {
        Fingerprint fingerprint = deduplication.fingerprint(event, canonical.encode(event));
        return switch (deduplication.verdict(fingerprint, now)) {
            case FIRST ->
                interpret(
                        record,
                        redactor.redact(event),
                        fingerprint,
                        SensitivePointers.unmatched(event).size());
            case DUPLICATE -> new Outcome.Duplicate(event.tenant());
            case CONFLICT ->
                Outcome.Rejected.of(
                        event,
                        Reject.Reason.CONFLICT,
                        "(source, id): was accepted before with another body (expected: a new id, or the same event again)");
        };
    }

    private Outcome interpret(LogRecord record, ChangeEvent event, Fingerprint fingerprint, int unmatchedPointers) {
        Effect effect = Effect.of(event, documents.find(event));
        if (!ObjectStates.fits(effect.state(), PipelineSettings.LARGEST_VALUE)) {
            return tooLarge(event, "the object's document");
        }
        if (!effect.recorded()) {
            return new Outcome.Accepted(event, fingerprint, effect, null, unmatchedPointers);
        }
        TenantLedger ledger = ledgers.of(event.tenant());
        Activity draft = ActivityDraft.of(event, effect, record.origin(event));
        ActivityAvro.Sealed activity = ActivityAvro.seal(draft.numbered(ledger.nextActivity()), ledger.activityHash());
        return activity.bytes().length > PipelineSettings.LARGEST_VALUE
                ? tooLarge(event, "the activity")
                : new Outcome.Accepted(event, fingerprint, effect, activity, unmatchedPointers);
    }

    private static Outcome tooLarge(ChangeEvent event, String what) {
        return Outcome.Rejected.of(
                event,
                Reject.Reason.TOO_LARGE,
                what + ": would be larger than " + PipelineSettings.LARGEST_VALUE + " bytes (expected: at most that)");
    }

    /** Writes what was judged: state, logs and counters, all in the transaction that the record is read in. */
    private final class Writing implements Outcome.Settlement {
        private final LogRecord record;
        private final long now;

        Writing(LogRecord record, long now) {
            this.record = record;
            this.now = now;
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
            if (!settings.replay()) {
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
            deduplication.remember(accepted.fingerprint(), now);
            documents.apply(event, accepted.effect().state());
            TenantLedger ledger = ledgers.of(event.tenant());
            ledger.unmatchedPointers(accepted.unmatchedPointers());
            ActivityAvro.@Nullable Sealed sealed = accepted.activity();
            if (sealed != null) {
                Activity activity = sealed.activity();
                ledger.activity(activity.hash());
                outputs.activity(activity, sealed.bytes(), time.clock());
                commits.place(activity, now);
            } else if (event.snapshot()) {
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
