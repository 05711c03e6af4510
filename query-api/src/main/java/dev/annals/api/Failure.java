package dev.annals.api;

import dev.annals.query.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Why the server itself cannot answer as asked. Statuses are given by {@link FailureMapping}, words by the dialect that owns the path. */
public sealed interface Failure extends Reply {
    /** No credentials, or none that are known. */
    record Unauthenticated(boolean tokenGiven) implements Failure {}

    /** The caller is known and may not. */
    record Forbidden(String reason) implements Failure {}

    /** No route has this path. */
    record NoSuchPath() implements Failure {}

    /** The path is there, the method is not. */
    record MethodNotAllowed(String method, List<String> allowed) implements Failure {}

    /** The request cannot be understood. */
    record BadRequest(String detail) implements Failure {}

    /** The body is larger than is read. */
    record TooLarge(long limitBytes) implements Failure {}

    /**
     * The request cannot be taken as it came over the wire: its body is late, broken or in an unknown coding, its head is not
     * HTTP, or the server has no room for it. Its status is 4xx or 5xx.
     */
    record NotTaken(int status, String detail, Map<String, String> headers) implements Failure {
        /** Without further headers. */
        public NotTaken(int status, String detail) {
            this(status, detail, Map.of());
        }
    }

    /** The view is being built or moved. */
    record NotReady(String reason, Duration retryAfter) implements Failure {}

    /** The question by itself asks for more than one question may have. */
    record TooExpensive(String reason) implements Failure {}

    /** A defect of ours; the log has the cause under this reference. */
    record Unexpected(String reference) implements Failure {}

    /** It in one English sentence, for products that have none of their own. */
    default String sentence() {
        return FailureMapping.sentence(this);
    }

    /** The failure that an answer without a value stands for. */
    static Failure of(Answer<?> answer) {
        return answer.fold(
                ready -> {
                    throw new IllegalArgumentException("the answer is ready (expected: one without a value)");
                },
                notReady -> new NotReady(notReady.reason(), notReady.retryAfter()),
                tooExpensive -> new TooExpensive(tooExpensive.reason()));
    }
}
