package dev.annals.dialect.awx.session;

import dev.annals.api.Access;
import dev.annals.api.Body;
import dev.annals.api.Credentials;
import dev.annals.api.Failure;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The tokens of AWX, as its Ansible collection uses them with a name and a password: it asks for one with Basic credentials, works with
 * it, and deletes it. The password is a token already, so this is the one it gets, and deleting that ends nothing: who made it revokes it.
 */
public final class AwxTokens {
    private static final String TOKENS = "/api/v2/tokens/";
    private static final String TOKEN = "/api/v2/tokens/{id}/";
    private static final String ALLOW = "GET, POST, HEAD, OPTIONS";
    private static final String ALLOW_ONE = "GET, PUT, PATCH, DELETE, HEAD, OPTIONS";

    private AwxTokens() {}

    public static void mount(Routes routes) {
        routes.add(Route.post(TOKENS, request -> issued(request, TOKENS)).access(Access.READ));
        routes.add(Route.post("/api/v2/users/{name}/personal_tokens/", request -> issued(request, TOKENS))
                .access(Access.READ));
        routes.add(Route.delete(TOKEN, AwxTokens::returned).access(Access.READ));
    }

    private static Reply issued(Request request, String collection) {
        Optional<String> token = Credentials.inHeaders(request);
        if (token.isEmpty()) {
            return new Failure.Unauthenticated(false);
        }
        long id = id(token.get());
        return Reply.status(201, Body.json(json -> {
                    json.writeStartObject();
                    json.writeNumberField("id", id);
                    json.writeStringField("type", "o_auth2_access_token");
                    json.writeStringField("url", collection + id + "/");
                    json.writeStringField("description", "");
                    json.writeStringField("token", token.get());
                    json.writeNullField("refresh_token");
                    json.writeNullField("application");
                    json.writeNullField("expires");
                    json.writeStringField("scope", "read");
                    json.writeEndObject();
                }))
                .with("Allow", ALLOW)
                .with("Location", collection + id + "/");
    }

    private static Reply returned(Request request) {
        Optional<String> token = Credentials.inHeaders(request);
        boolean own = token.isPresent() && Long.toString(id(token.get())).equals(request.segment("id"));
        return own
                ? Reply.status(204, Body.empty()).with("Allow", ALLOW_ONE)
                : Reply.status(404, Body.detail("No OAuth2AccessToken matches the given query."))
                        .with("Allow", ALLOW_ONE);
    }

    /** A number that stays the same for a token and tells nothing of it that could be used. */
    private static long id(String token) {
        CRC32 sum = new CRC32();
        sum.update(token.getBytes(StandardCharsets.UTF_8));
        return 1 + sum.getValue() % 1_000_000_000L;
    }
}
