package dev.annals.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one table from failures to HTTP. Read it and you know every status that is not an endpoint's own. */
final class FailureMapping {
    private FailureMapping() {}

    /** The answer that a failure becomes, in the words of a dialect. */
    static Reply.Content content(Failure failure, Dialect dialect, Request request) {
        Dialect.Words words = dialect.words(failure, request);
        Map<String, String> headers = new LinkedHashMap<>(words.headers());
        if (failure instanceof Failure.MethodNotAllowed refused) {
            headers.put("Allow", String.join(", ", refused.allowed()));
        } else if (failure instanceof Failure.NotReady notReady) {
            headers.put(
                    "Retry-After",
                    Long.toString(Math.max(1, notReady.retryAfter().toSeconds())));
        } else if (failure instanceof Failure.NotTaken notTaken) {
            headers.putAll(notTaken.headers());
        } else if (failure instanceof Failure.Unauthenticated) {
            headers.putIfAbsent("WWW-Authenticate", "Bearer realm=\"annals\"");
        }
        return new Reply.Content(status(failure), headers, words.body());
    }

    /** The status of a failure. */
    static int status(Failure failure) {
        if (failure instanceof Failure.Unauthenticated) {
            return 401;
        } else if (failure instanceof Failure.Forbidden) {
            return 403;
        } else if (failure instanceof Failure.NoSuchPath) {
            return 404;
        } else if (failure instanceof Failure.MethodNotAllowed) {
            return 405;
        } else if (failure instanceof Failure.BadRequest) {
            return 400;
        } else if (failure instanceof Failure.TooExpensive) {
            return 422;
        } else if (failure instanceof Failure.TooLarge) {
            return 413;
        } else if (failure instanceof Failure.NotTaken notTaken) {
            return notTaken.status();
        } else if (failure instanceof Failure.NotReady) {
            return 503;
        }
        return 500;
    }

    /** One English sentence for a failure, for dialects whose products have none of their own. */
    static String sentence(Failure failure) {
        if (failure instanceof Failure.Unauthenticated unauthenticated) {
            return unauthenticated.tokenGiven()
                    ? "The token is not known or was revoked."
                    : "Credentials are required: send Authorization: Bearer TOKEN.";
        } else if (failure instanceof Failure.Forbidden forbidden) {
            return forbidden.reason();
        } else if (failure instanceof Failure.NoSuchPath) {
            return "There is nothing at this path.";
        } else if (failure instanceof Failure.MethodNotAllowed refused) {
            return "Method " + refused.method() + " is not allowed here (expected: "
                    + String.join(", ", refused.allowed()) + ").";
        } else if (failure instanceof Failure.BadRequest bad) {
            return bad.detail();
        } else if (failure instanceof Failure.TooExpensive tooExpensive) {
            return tooExpensive.reason();
        } else if (failure instanceof Failure.TooLarge tooLarge) {
            return "The body is over the limit of " + tooLarge.limitBytes() + " bytes.";
        } else if (failure instanceof Failure.NotTaken notTaken) {
            return notTaken.detail();
        } else if (failure instanceof Failure.NotReady notReady) {
            return notReady.reason();
        } else if (failure instanceof Failure.Unexpected unexpected) {
            return "An unexpected error; the server's log has it under " + unexpected.reference() + ".";
        }
        throw new IllegalStateException("a failure without a sentence: " + failure);
    }
}
