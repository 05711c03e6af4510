package dev.annals.dialect.puppet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.api.Body;
import dev.annals.api.Dialect.Words;
import dev.annals.api.Failure;
import dev.annals.api.Failure.Flaw;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.parameter.Accept;
import dev.annals.model.Json;
import org.jspecify.annotations.Nullable;

/**
 * Failures in Puppet's form: a JSON object of {@code kind}, {@code msg} and, for some kinds, {@code details}.
 *
 * @param path of the request that failed
 */
record PuppetErrors(String path) implements Failure.Cases<PuppetErrors.Problem> {
    /** Media type of every answer that is not CSV. */
    static final String JSON = "application/json; charset=utf-8";

    private static final int LONGEST_SUBMITTED = 1000;

    /** Puppet's words for a failure. */
    static Words words(Failure failure, Request request) {
        return Words.of(failure.fold(new PuppetErrors(request.path())).body(request));
    }

    /** The answer to a client that signs in with something that is no token. */
    static Reply invalidCredentials(Request request) {
        return Reply.status(
                401,
                Problem.of("puppetlabs.rbac/invalid-credentials", "The password is not a token that is known here.")
                        .body(request));
    }

    @Override
    public Problem unauthenticated(Failure.Unauthenticated failure) {
        return failure.tokenGiven()
                ? Problem.of("puppetlabs.rbac/invalid-token", "The authentication token is not known or was revoked.")
                : Problem.of("puppetlabs.rbac/user-unauthenticated", "Route requires authentication");
    }

    @Override
    public Problem forbidden(Failure.Forbidden failure) {
        return onPath("puppetlabs.rbac/permission-denied", failure);
    }

    @Override
    public Problem noSuchPath(Failure.NoSuchPath failure) {
        return Problem.of("not-found", "The resource could not be found.", path);
    }

    @Override
    public Problem notFound(Failure.NotFound failure) {
        return onPath("not-found", failure);
    }

    @Override
    public Problem methodNotAllowed(Failure.MethodNotAllowed failure) {
        return Problem.of(
                "method-not-allowed",
                "The method " + failure.method() + " is not allowed here (expected: "
                        + String.join(", ", failure.allowed()) + ").",
                path);
    }

    @Override
    public Problem notAcceptable(Failure.NotAcceptable failure) {
        return onPath("not-acceptable", failure);
    }

    @Override
    public Problem badRequest(Failure.BadRequest failure) {
        return onPath("malformed-request", failure);
    }

    @Override
    public Problem malformed(Failure.Malformed failure) {
        return new Problem(
                "malformed-request",
                failure.sentence(),
                Json.MAPPER.createObjectNode().put("error", failure.error()));
    }

    @Override
    public Problem unfit(Failure.Unfit failure) {
        Flaw flaw = failure.flaws().get(0);
        String submitted = flaw.submitted();
        boolean isLong = submitted.length() > LONGEST_SUBMITTED;
        return new Problem(
                "schema-violation",
                "The request does not fit the schema: " + flaw.error(),
                Json.MAPPER
                        .createObjectNode()
                        .put("submitted", isLong ? submitted.substring(0, LONGEST_SUBMITTED) + "…" : submitted)
                        .put("schema", flaw.expected())
                        .put("error", flaw.error()));
    }

    @Override
    public Problem tooLarge(Failure.TooLarge failure) {
        return Problem.of("request-too-large", failure.sentence());
    }

    @Override
    public Problem notTaken(Failure.NotTaken failure) {
        return onPath("malformed-request", failure);
    }

    @Override
    public Problem notReady(Failure.NotReady failure) {
        return Problem.of("service-unavailable", failure.sentence());
    }

    @Override
    public Problem tooExpensive(Failure.TooExpensive failure) {
        return Problem.of("query-too-expensive", failure.sentence());
    }

    @Override
    public Problem unexpected(Failure.Unexpected failure) {
        return Problem.of("application-error", failure.sentence());
    }

    private Problem onPath(String kind, Failure failure) {
        return Problem.of(kind, failure.sentence(), path);
    }

    /**
     * Something that went wrong.
     *
     * @param details texts by name, one text where Puppet has only one, or absent
     */
    record Problem(String kind, String message, @Nullable JsonNode details) {
        static Problem of(String kind, String message) {
            return new Problem(kind, message, null);
        }

        static Problem of(String kind, String message, String details) {
            return new Problem(kind, message, TextNode.valueOf(details));
        }

        /** The body for a request: JSON, or only the message for a browser. */
        Body body(Request request) {
            if (Accept.of(request.header("Accept")).prefers("text/html")) {
                // Plain text and not HTML: the message may quote what was sent.
                return Body.text("text/plain; charset=utf-8", message);
            }
            ObjectNode problem =
                    Json.MAPPER.createObjectNode().put("kind", kind).put("msg", message);
            if (details != null) {
                problem.set("details", details);
            }
            // What was sent may hold half of a surrogate pair, for which the encoding puts a question mark.
            return Body.text(JSON, problem.toString());
        }
    }
}
