package dev.annals.processor.stage;

import dev.annals.codec.ActivityAvro;
import dev.annals.epoch.EpochRecord;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Reject;
import dev.annals.processor.stage.classify.Effect;
import dev.annals.processor.stage.deduplicate.Deduplication.Fingerprint;
import dev.annals.registry.SchemaRecord;
import org.jspecify.annotations.Nullable;

/** What becomes of a record, decided before anything is written. */
sealed interface Outcome {
    /** Calls the method of the settlement for this kind of outcome. */
    void settle(Settlement settlement);

    /** Handles every kind of outcome. A new kind does not compile until every settlement handles it. */
    interface Settlement {
        void begin(EpochRecord next);

        void learn(SchemaRecord schema);

        void reject(Rejected rejected);

        void forward(String tenant);

        void duplicate(String tenant);

        void accept(Accepted accepted);
    }

    /** It is the next epoch. */
    record Begun(EpochRecord next) implements Outcome {
        @Override
        public void settle(Settlement settlement) {
            settlement.begin(next);
        }
    }

    /** It says what a registry said of a schema id. */
    record Learned(SchemaRecord schema) implements Outcome {
        @Override
        public void settle(Settlement settlement) {
            settlement.learn(schema);
        }
    }

    /** It could not be accepted. The detail is a sentence that no record is too small for; all else is bounded where it is read. */
    record Rejected(
            Reject.Reason reason,
            String detail,
            String tenant,
            @Nullable String source,
            @Nullable String eventId) implements Outcome {
        private static final int LONGEST_DETAIL = 4_000;

        public Rejected {
            if (detail.length() > LONGEST_DETAIL) {
                int end = Character.isHighSurrogate(detail.charAt(LONGEST_DETAIL - 1))
                        ? LONGEST_DETAIL - 1
                        : LONGEST_DETAIL;
                detail = detail.substring(0, end) + "…";
            }
        }

        static Rejected of(ChangeEvent event, Reject.Reason reason, String detail) {
            return new Rejected(reason, detail, event.tenant(), event.source(), event.id());
        }

        @Override
        public void settle(Settlement settlement) {
            settlement.reject(this);
        }
    }

    /** Its tenant lives on another partition. */
    record Misplaced(String tenant) implements Outcome {
        @Override
        public void settle(Settlement settlement) {
            settlement.forward(tenant);
        }
    }

    /** The same event was accepted before. */
    record Duplicate(String tenant) implements Outcome {
        @Override
        public void settle(Settlement settlement) {
            settlement.duplicate(tenant);
        }
    }

    /**
     * It was accepted.
     *
     * @param event the redacted event
     * @param activity absent when the event makes none
     * @param unmatchedPointers how many of the producer's {@code sensitive} pointers point at nothing
     */
    record Accepted(
            ChangeEvent event,
            Fingerprint fingerprint,
            Effect effect,
            ActivityAvro.@Nullable Sealed activity,
            int unmatchedPointers)
            implements Outcome {
        @Override
        public void settle(Settlement settlement) {
            settlement.accept(this);
        }
    }
}
