package dev.annals.ingest.gateway;

import dev.annals.ingest.publish.LogPosition;
import dev.annals.model.Reject;
import java.time.Duration;
import java.util.List;

/** What came of a submission. Nothing was published unless it says so. */
public sealed interface GatewayAnswer {
    /**
     * All events are in the log (202).
     *
     * @param positions in the order of the events
     * @param unmatched the first of the {@code sensitive} pointers that point at nothing, so that what they were to hide may be in the open
     */
    record Accepted(List<LogPosition> positions, List<UnmatchedPointer> unmatched) implements GatewayAnswer {}

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
