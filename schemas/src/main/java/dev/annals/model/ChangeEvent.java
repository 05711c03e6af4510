package dev.annals.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A raw change event: what a service says happened. Valid as it stands: the codecs refuse what is not.
 *
 * <p>(source, id) is the idempotency key; a retry must reuse it. A retry with another body is a conflict.
 *
 * @param time when it happened, microseconds; {@code timeText} keeps an original offset or nanoseconds
 * @param operation absent when the processor is to decide
 * @param actor absent for the system
 * @param before the full document before; absent when not sent, {@link JsonText#NULL} when there was none
 * @param after the full document after; absent when not sent, {@link JsonText#NULL} when the object is gone
 * @param patch an RFC 7396 merge patch
 * @param changes field differences computed by the producer; {@code null} when not sent
 * @param sensitive JSON pointers into the documents whose values must be masked
 * @param labels indexed free tags, in the producer's order
 * @param snapshot sets the object's state and makes no activity
 */
public record ChangeEvent(
        String id,
        String source,
        String tenant,
        Instant time,
        @Nullable String timeText,
        String serviceId,
        @Nullable String node,
        @Nullable Operation operation,
        @Nullable Actor actor,
        ObjectRef object,
        @Nullable ObjectRef object2,
        @Nullable String relationship,
        List<RelatedObject> related,
        @Nullable JsonText before,
        @Nullable JsonText after,
        @Nullable JsonText patch,
        @Nullable List<FieldChange> changes,
        @Nullable CommitPart commit,
        Wording wording,
        @Nullable Execution execution,
        @Nullable String ipAddress,
        @Nullable Presentation presentation,
        List<String> sensitive,
        Map<String, String> labels,
        @Nullable String traceparent,
        boolean snapshot) {
    /** The tenant and the service of an event that names none. */
    public static final String DEFAULT = "default";
}
