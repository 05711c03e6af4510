package dev.annals.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a record of the changes topic could not be accepted, and where it is. The record itself stays in the log; its bytes are not copied here, because what cannot be read cannot be redacted.
 *
 * @param reason a stable code, see {@link Reason}
 * @param detail one sentence for people: what was seen, what was expected; never a value of the document
 * @param tenant the event's tenant, else the record key's, else {@code default}
 * @param source and eventId are present when they could be read
 */
public record Reject(
        Reason reason,
        String detail,
        String tenant,
        @Nullable String source,
        @Nullable String eventId,
        String topic,
        int partition,
        long offset,
        Instant recorded) {

    /** The kinds of refusal. The wire name is the lower-case constant name. */
    public enum Reason {
        UNKNOWN_FORMAT,
        UNKNOWN_SCHEMA,
        MALFORMED,
        UNKNOWN_FIELD,
        MISSING_FIELD,
        INVALID_FIELD,
        TOO_LARGE,
        CONFLICT;

        /** The name used on the wire, such as {@code missing_field}. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
