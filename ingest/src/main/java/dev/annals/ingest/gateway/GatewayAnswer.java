package dev.annals.ingest.gateway;

import dev.annals.ingest.publish.LogPosition;
import dev.annals.model.Reject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of a submission. Nothing was published unless it says so. */
public sealed interface GatewayAnswer {
    /**
     * All events are in the log (202).
     *
     * @param positions in the order of the events
     * @param unmatched the first of the {@code sensitive} pointers that point at nothing, so that what they were to hide may be in the open
     * @param tenants whose events they are
     * @param visible whether what became of the events can be seen; {@code null} when nobody asked
     */
    record Accepted(
            List<LogPosition> positions,
            List<UnmatchedPointer> unmatched,
            Set<String> tenants,
            @Nullable Boolean visible)
            implements GatewayAnswer {
        /** Events of one tenant, of which nobody asked whether they can be seen. */
        public Accepted(List<LogPosition> positions, List<UnmatchedPointer> unmatched) {
            this(positions, unmatched, Set.of(), null);
        }

        /** The same, with the answer to whether they can be seen. */
        public Accepted visible(boolean seen) {
            return new Accepted(positions, unmatched, tenants, seen);
        }
    }

    /** The body as a whole cannot be read (400). */
    record Unreadable(String reason) implements GatewayAnswer {}

    /** Some events are bad, each named (400). */
    record Refused(List<BadEvent> events) implements GatewayAnswer {}

    /** An event is of a tenant that the caller may not write for (403). */
    record Forbidden(int index, String tenant) implements GatewayAnswer {}

    /** The log did not acknowledge all events in time (503); sending the same events again is safe. */
    record Unavailable(int acknowledged, Duration retryAfter) implements GatewayAnswer {}

    /**
     * A bad event.
     *
     * @param index its place in the submission, from 0
     */
    record BadEvent(int index, Reject.Reason reason, String detail) {}

    /**
     * A {@code sensitive} pointer that points at nothing.
     *
     * @param index the place of its event in the submission, from 0
     */
    record UnmatchedPointer(int index, String pointer) {}
}
