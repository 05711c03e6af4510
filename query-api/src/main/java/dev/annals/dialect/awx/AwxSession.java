package dev.annals.dialect.awx;

import dev.annals.api.Access;
import dev.annals.api.Authenticator;
import dev.annals.api.Body;
import dev.annals.api.Caller;
import dev.annals.api.Failure;
import dev.annals.api.QueryString;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Logging in as AWX's clients do: a form with a name and a password, which is a token, gives a cookie that carries the token
 * for reading. No session is kept; revoking the token ends it.
 */
record AwxSession(Authenticator authenticator) {
    static final String COOKIE = "awx_sessionid";

    private static final int MAX_FORM = 64 * 1024;
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String FORM =
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Log in</title></head><body>"
                    + "<form method=\"post\" action=\"/api/login/\"><input name=\"username\" placeholder=\"name\">"
                    + "<input name=\"password\" type=\"password\" placeholder=\"token\"><input name=\"next\" type=\"hidden\""
                    + " value=\"/api/v2/activity_stream/?format=api\"><button>Log in</button></form></body></html>\n";

    void mount(Routes routes) {
        routes.add(Route.get("/api/login/", "A form to log in with", request -> form(200))
                .access(Access.OPEN));
        routes.add(Route.post("/api/login/", "Gives a session cookie for a token", this::login)
                .access(Access.OPEN));
        routes.add(Route.get("/api/logout/", "Ends the session", request -> logout())
                .access(Access.OPEN));
    }

    /** The token of a session; only for reading, because a foreign page can make a browser send a form. */
    static Optional<String> token(Request request, String cookie) {
        if (!SAFE.contains(request.method())) {
            return Optional.empty();
        }
        return request.cookie(cookie).flatMap(value -> {
            try {
                return Optional.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private static Reply.Content form(int status) {
        return Reply.status(status, Body.text("text/html; charset=utf-8", FORM));
    }

    private Reply login(Request request) {
        Optional<byte[]> body;
        try {
            body = request.body(MAX_FORM);
        } catch (IOException e) {
            return new Failure.BadRequest("The form could not be read.");
        }
        if (body.isEmpty()) {
            return new Failure.TooLarge(MAX_FORM);
        }
        Optional<QueryString> form = QueryString.parse(new String(body.get(), StandardCharsets.UTF_8));
        String token = form.flatMap(fields -> fields.last("password")).orElse("");
        Optional<Caller> caller = authenticator.caller(token);
        if (caller.isEmpty()) {
            return form(401);
        }
        String next = form.flatMap(fields -> fields.last("next"))
                .filter(AwxSession::isLocal)
                .orElse("/api/");
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        return Reply.status(302, Body.empty())
                .with("Location", next)
                .with("X-API-Session-Cookie-Name", COOKIE)
                .with("Set-Cookie", COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Lax");
    }

    private static boolean isLocal(String next) {
        return next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    }

    private static Reply logout() {
        return Reply.status(302, Body.empty())
                .with("Location", "/api/")
                .with("Set-Cookie", COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}
