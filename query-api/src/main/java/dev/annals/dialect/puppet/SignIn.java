package dev.annals.dialect.puppet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.Authenticator;
import dev.annals.api.Body;
import dev.annals.api.Endpoint;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.model.Json;

/**
 * Signing in as Puppet's clients do: a login and a password for a token. There are no passwords here but tokens, so the
 * password is a token and comes back as such.
 */
final class SignIn implements Endpoint {
    private final Authenticator authenticator;

    SignIn(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Reply answer(Request request) {
        String password = password(request.text());
        if (authenticator.caller(password).isEmpty()) {
            return Reply.status(
                    401,
                    PuppetProblem.of(
                                    "puppetlabs.rbac/invalid-credentials",
                                    "The password is not a token that is known here.")
                            .body(request));
        }
        return Reply.ok(Body.json(PuppetProblem.JSON, json -> {
            json.writeStartObject();
            json.writeStringField("token", password);
            json.writeEndObject();
        }));
    }

    /** The password; empty, which no token is, when there is none. */
    private static String password(String body) {
        try {
            JsonNode password = Json.tree(body).path("password");
            return password.isTextual() ? password.asText() : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
