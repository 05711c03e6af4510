package dev.annals.dialect.awx;

import dev.annals.api.Body;
import dev.annals.api.Endpoint;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.dialect.awx.metadata.Models;
import dev.annals.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The refusals of AWX, word for word. */
final class AwxErrors {
    static final String NOT_ALLOWED = "You do not have permission to perform this action.";

    /** What every path of the activity stream allows. */
    static final String READ_ONLY = "GET, HEAD, OPTIONS";

    private static final String UNSAID = "";

    private AwxErrors() {}

    /**
     * An endpoint whose every answer says what its path allows, as AWX's do, and whose refusals are pages for those who want
     * pages.
     */
    static Endpoint shown(Endpoint endpoint) {
        return request -> {
            Reply reply = endpoint.answer(request);
            if (!(reply instanceof Reply.Content content)) {
                return reply;
            }
            Map<String, String> headers = new LinkedHashMap<>(content.headers());
            headers.putIfAbsent("Allow", READ_ONLY);
            headers.remove("Allow", UNSAID);
            Body body = content.status() < 400 ? content.body() : body(request, content.body());
            return new Reply.Content(content.status(), headers, body);
        };
    }

    /** The body of a refusal in the form that the request wants answers in. */
    static Body body(Request request, Body json) {
        return Rendering.isPage(request) ? Rendering.page(json) : json;
    }

    static Reply badRequest(String detail) {
        return Reply.status(400, Body.detail(detail));
    }

    static Reply forbidden(String detail) {
        return Reply.status(403, Body.detail(detail));
    }

    static Reply.Content notFound(String detail) {
        return Reply.status(404, Body.detail(detail));
    }

    /** AWX answers to a name that nothing has as to a path that it does not have: without saying what the path allows. */
    static Reply unnamed(String model) {
        return Reply.status(404, Body.detail("No " + model + " matches the given query."))
                .with("Allow", UNSAID);
    }

    /** Where AWX validates a value it answers with the list of messages, as JSON inside the text. */
    static Reply invalid(String message) {
        return badRequest(Json.MAPPER.valueToTree(List.of(message)).toString());
    }

    static Reply noSuchField(String model, String field) {
        return badRequest(model + " has no field named '" + field + "'");
    }

    static Reply noRelatedModel(String field) {
        return badRequest("No related model for field " + field + ".");
    }

    /** The refusal of a path whose second part is no field, a secret one or a way back. */
    static Reply noSuchHop(String model, List<String> path) {
        String name = path.get(1);
        if (Models.isSecret(model, name)) {
            return forbidden((Models.isSecretColumn(name) ? "Filtering on field " : "Filtering on ") + name
                    + " is not allowed.");
        }
        if (name.equals("activity_stream")) {
            return path.size() > 2 && path.get(2).equals(path.get(0))
                    ? loop(path.get(0))
                    : badRequest("Filtering through activity_stream is not possible.");
        }
        return noSuchField(Models.className(model), name);
    }

    /** A path that comes back to a field that it has passed. */
    static Reply loop(String field) {
        return badRequest("Loops not allowed in filters, detected on field " + field + ".");
    }

    static Reply notAnInteger(String value) {
        return invalid("“" + value + "” value must be an integer.");
    }
}
