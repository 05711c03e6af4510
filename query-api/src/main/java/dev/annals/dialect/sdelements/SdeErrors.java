package dev.annals.dialect.sdelements;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Body;
import dev.annals.api.Dialect.Words;
import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.Request;
import dev.annals.api.Sentences;
import dev.annals.api.parameter.Accept;
import java.io.IOException;
import java.util.Map;

/** Failures in the form of the Django REST framework, which SD Elements is made with: a sentence, or the errors of a form by parameter. */
final class SdeErrors implements Sentences {
    /** The id is no activity's. */
    static final Failure NOT_FOUND = new Failure.NotFound("Not found.");

    static final Failure INVALID_PAGE = new Failure.NotFound("Invalid page.");

    private static final Failure NOT_ACCEPTABLE =
            new Failure.NotAcceptable("Could not satisfy the request Accept header.");
    private static final SdeErrors SENTENCES = new SdeErrors();

    private SdeErrors() {}

    /** What SD Elements says to a failure. */
    static Words words(Failure failure) {
        if (failure instanceof Failure.Unfit unfit) {
            return Words.of(Body.json(json -> write(unfit, json)));
        }
        Map<String, String> headers = failure.status() == 401 ? Map.of("WWW-Authenticate", "Token") : Map.of();
        return new Words(Body.detail(failure.fold(SENTENCES)), headers);
    }

    /** The request, unless its client does not take JSON. */
    static Parsed<Request> acceptable(Request request) {
        return Accept.of(request.header("Accept")).takes(Body.JSON)
                ? Parsed.of(request)
                : Parsed.refused(NOT_ACCEPTABLE);
    }

    private static void write(Failure.Unfit unfit, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Failure.Flaw flaw : unfit.flaws()) {
            json.writeArrayFieldStart(flaw.name());
            json.writeString(flaw.error());
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    @Override
    public String unauthenticated(Failure.Unauthenticated failure) {
        return failure.tokenGiven() ? "Invalid token." : "Authentication credentials were not provided.";
    }

    @Override
    public String noSuchPath(Failure.NoSuchPath failure) {
        return "Not found.";
    }

    @Override
    public String methodNotAllowed(Failure.MethodNotAllowed failure) {
        return "Method \"" + failure.method() + "\" not allowed.";
    }

    @Override
    public String unexpected(Failure.Unexpected failure) {
        return "A server error occurred; the server's log has it under " + failure.reference() + ".";
    }
}
