package dev.annals.dialect.awx;

import dev.annals.api.Body;
import dev.annals.api.Reply;
import dev.annals.model.Json;
import java.util.List;

/** The refusals of AWX, word for word. */
final class Refusals {
    static final String NOT_ALLOWED = "You do not have permission to perform this action.";

    private Refusals() {}

    static Reply badRequest(String detail) {
        return Reply.status(400, Body.detail(detail));
    }

    static Reply forbidden(String detail) {
        return Reply.status(403, Body.detail(detail));
    }

    static Reply notFound(String detail) {
        return Reply.status(404, Body.detail(detail));
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

    static Reply notAnInteger(String value) {
        return invalid("“" + value + "” value must be an integer.");
    }
}
