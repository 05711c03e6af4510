package dev.annals.dialect.sdelements;

import dev.annals.api.Body;
import dev.annals.api.Dialect.Words;
import dev.annals.api.Failure;
import java.util.Map;

/** Failures in the form of the Django REST framework, which SD Elements is made with. */
final class SdeWords {
    static final String NOT_FOUND = "Not found.";
    static final String INVALID_PAGE = "Invalid page.";
    static final String NOT_ACCEPTABLE = "Could not satisfy the request Accept header.";

    private SdeWords() {}

    static Words of(Failure failure) {
        Body body = Body.detail(sentence(failure));
        return failure instanceof Failure.Unauthenticated
                ? new Words(body, Map.of("WWW-Authenticate", "Token"))
                : Words.of(body);
    }

    private static String sentence(Failure failure) {
        if (failure instanceof Failure.Unauthenticated unauthenticated) {
            return unauthenticated.tokenGiven() ? "Invalid token." : "Authentication credentials were not provided.";
        } else if (failure instanceof Failure.Forbidden forbidden) {
            return forbidden.reason();
        } else if (failure instanceof Failure.NoSuchPath) {
            return NOT_FOUND;
        } else if (failure instanceof Failure.MethodNotAllowed refused) {
            return "Method \"" + refused.method() + "\" not allowed.";
        } else if (failure instanceof Failure.BadRequest bad) {
            return bad.detail();
        } else if (failure instanceof Failure.TooLarge tooLarge) {
            return "The body is over the limit of " + tooLarge.limitBytes() + " bytes.";
        } else if (failure instanceof Failure.NotTaken notTaken) {
            return notTaken.detail();
        } else if (failure instanceof Failure.NotReady notReady) {
            return notReady.reason();
        } else if (failure instanceof Failure.TooExpensive tooExpensive) {
            return tooExpensive.reason();
        } else if (failure instanceof Failure.Unexpected unexpected) {
            return "A server error occurred; the server's log has it under " + unexpected.reference() + ".";
        }
        throw new IllegalStateException("a failure without a sentence: " + failure);
    }
}
