package dev.annals.dialect.awx.session;

import dev.annals.api.Access;
import dev.annals.api.Authenticator;
import dev.annals.api.Body;
import dev.annals.api.Caller;
import dev.annals.api.QueryString;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.api.Sessions;
import java.util.Optional;
import java.util.Set;

/**
 * Logging in as AWX's clients do: a form with a name and a password, which is a token, opens a session for reading and gives
 * its cookie.
 */
public record AwxSession(Authenticator authenticator, Sessions sessions) {
    public static final String COOKIE = "awx_sessionid";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String FORM =
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Log in</title></head><body>"
                    + "<form method=\"post\" action=\"/api/login/\"><input name=\"username\" placeholder=\"name\">"
                    + "<input name=\"password\" type=\"password\" placeholder=\"token\"><input name=\"next\" type=\"hidden\""
                    + " value=\"/api/v2/activity_stream/?format=api\"><button>Log in</button></form></body></html>\n";

    public void mount(Routes routes) {
        routes.add(Route.get("/api/login/", request -> form(200)).access(Access.OPEN));
        routes.add(Route.post("/api/login/", this::login).access(Access.OPEN));
        routes.add(Route.get("/api/logout/", this::logout).access(Access.OPEN));
    }

    /** The token of a session; only for reading, because a foreign page can make a browser send a form. */
    public Optional<String> token(Request request) {
        return SAFE.contains(request.method()) ? request.cookie(COOKIE).flatMap(sessions::token) : Optional.empty();
    }

    private static Reply.Content form(int status) {
        return Reply.status(status, Body.text("text/html; charset=utf-8", FORM));
    }

    private Reply login(Request request) {
        Optional<QueryString> form = QueryString.parse(request.text());
        String token = form.flatMap(fields -> fields.last("password")).orElse("");
        Optional<Caller> caller = authenticator.caller(token);
        if (caller.isEmpty()) {
            return form(401);
        }
        String next = form.flatMap(fields -> fields.last("next"))
                .filter(AwxSession::isLocal)
                .orElse("/api/");
        return Reply.status(302, Body.empty())
                .with("Location", next)
                .with("X-API-Session-Cookie-Name", COOKIE)
                .with("Set-Cookie", cookie(request, sessions.open(token), Sessions.LONGEST.toSeconds()));
    }

    private static boolean isLocal(String next) {
        return next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    }

    /** Secure behind TLS, so that the browser never sends it in the clear. */
    private static String cookie(Request request, String value, long seconds) {
        return COOKIE + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                + (request.isSecure() ? "; Secure" : "");
    }

    private Reply logout(Request request) {
        request.cookie(COOKIE).ifPresent(sessions::end);
        return Reply.status(302, Body.empty()).with("Location", "/api/").with("Set-Cookie", cookie(request, "", 0));
    }
}
