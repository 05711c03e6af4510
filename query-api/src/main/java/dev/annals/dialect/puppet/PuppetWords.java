package dev.annals.dialect.puppet;

import dev.annals.api.Failure;
import dev.annals.api.Request;

/** What Puppet says to failures that the server notices. */
final class PuppetWords {
    private PuppetWords() {}

    /** The problem that a failure is, on the request that failed. */
    static PuppetProblem of(Failure failure, Request request) {
        if (failure instanceof Failure.Unauthenticated unauthenticated) {
            return unauthenticated.tokenGiven()
                    ? PuppetProblem.of(
                            "puppetlabs.rbac/invalid-token", "The authentication token is not known or was revoked.")
                    : PuppetProblem.of("puppetlabs.rbac/user-unauthenticated", "Route requires authentication");
        } else if (failure instanceof Failure.Forbidden forbidden) {
            return PuppetProblem.of("puppetlabs.rbac/permission-denied", forbidden.reason(), request.path());
        } else if (failure instanceof Failure.NoSuchPath) {
            return PuppetProblem.of("not-found", "The resource could not be found.", request.path());
        } else if (failure instanceof Failure.MethodNotAllowed refused) {
            return PuppetProblem.of(
                    "method-not-allowed",
                    "The method " + refused.method() + " is not allowed here (expected: "
                            + String.join(", ", refused.allowed()) + ").",
                    request.path());
        } else if (failure instanceof Failure.BadRequest bad) {
            return PuppetProblem.of("malformed-request", bad.detail(), request.path());
        } else if (failure instanceof Failure.TooLarge tooLarge) {
            return PuppetProblem.of(
                    "request-too-large", "The body is over the limit of " + tooLarge.limitBytes() + " bytes.");
        } else if (failure instanceof Failure.NotTaken notTaken) {
            return PuppetProblem.of("malformed-request", notTaken.detail(), request.path());
        } else if (failure instanceof Failure.NotReady notReady) {
            return PuppetProblem.of("service-unavailable", notReady.reason());
        } else if (failure instanceof Failure.TooExpensive tooExpensive) {
            return PuppetProblem.of("query-too-expensive", tooExpensive.reason());
        } else if (failure instanceof Failure.Unexpected unexpected) {
            return PuppetProblem.of(
                    "application-error",
                    "An unexpected error; the server's log has it under " + unexpected.reference() + ".");
        }
        throw new IllegalStateException("a failure without words: " + failure);
    }
}
