package dev.annals.dialect.awx;

import dev.annals.api.Authenticator;
import dev.annals.api.Body;
import dev.annals.api.Dialect;
import dev.annals.api.DialectProvider;
import dev.annals.api.Failure;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Routes;
import dev.annals.api.Sentences;
import dev.annals.api.Sessions;
import dev.annals.dialect.awx.session.AwxSession;
import dev.annals.dialect.awx.session.AwxTokens;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import dev.annals.processor.view.ActivityIndexing.DialectFields;
import dev.annals.query.AuditSessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The AWX activity stream under {@code /api/}. Thread-safe. */
public final class AwxDialect implements Dialect {
    /** The version of AWX whose behaviour this is. */
    static final String VERSION = "24.6.1";

    /** The largest page that AWX itself gives. */
    public static final int DEFAULT_MAX_PAGE_SIZE = AwxPaging.DEFAULT_MAX_SIZE;

    /** The largest page that may be set. */
    public static final int LARGEST_PAGE = 10_000;

    private static final DialectProvider.Size PAGE_SIZE =
            new DialectProvider.Size("awx-max-page-size", DEFAULT_MAX_PAGE_SIZE, LARGEST_PAGE);

    private static final int MAX_BODY = 1024 * 1024;
    private static final String CREDENTIALS =
            "Authentication credentials were not provided." + " To establish a login session, visit /api/login/.";
    private static final String CHALLENGE = "Bearer realm=api authorization_url=/api/o/authorize/";

    private static final Sentences SENTENCES = new Sentences() {
        @Override
        public String unauthenticated(Failure.Unauthenticated failure) {
            return CREDENTIALS;
        }

        @Override
        public String forbidden(Failure.Forbidden failure) {
            return AwxErrors.NOT_ALLOWED;
        }

        @Override
        public String noSuchPath(Failure.NoSuchPath failure) {
            return "The requested resource could not be found.";
        }

        @Override
        public String methodNotAllowed(Failure.MethodNotAllowed failure) {
            return "Method \"" + failure.method() + "\" not allowed.";
        }

        @Override
        public String unexpected(Failure.Unexpected failure) {
            return "A server error has occurred.";
        }
    };

    /** Opens the dialect. */
    public static final class Provider implements DialectProvider {
        @Override
        public Dialect open(Services services) {
            return new AwxDialect(services.sessions(), services.authenticator(), services.size(PAGE_SIZE));
        }

        @Override
        public Optional<DialectFields> fields() {
            return Optional.of(new AwxIndexedFields());
        }

        @Override
        public List<Size> sizes() {
            return List.of(PAGE_SIZE);
        }
    }

    private final AwxRoutes routes;
    private final AwxSession session;

    /** The dialect over audit sessions, with pages as large as AWX's. */
    public AwxDialect(AuditSessions sessions, Authenticator authenticator) {
        this(sessions, authenticator, DEFAULT_MAX_PAGE_SIZE);
    }

    /**
     * The dialect over audit sessions.
     *
     * @param authenticator knows the tokens that people log in with as passwords
     * @param maxPageSize the most rows of a page
     */
    public AwxDialect(AuditSessions sessions, Authenticator authenticator, int maxPageSize) {
        if (maxPageSize < 1 || maxPageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "largest page of AWX: " + maxPageSize + " rows (expected: 1 to " + LARGEST_PAGE + ")");
        }
        this.routes = new AwxRoutes(sessions, maxPageSize);
        this.session = new AwxSession(authenticator, new Sessions(System::nanoTime));
    }

    @Override
    public String name() {
        return "awx";
    }

    @Override
    public boolean owns(String path) {
        return path.equals("/api") || path.startsWith("/api/");
    }

    @Override
    public void mount(Routes mounted) {
        routes.mount(mounted);
        session.mount(mounted);
        AwxTokens.mount(mounted);
    }

    @Override
    public Optional<String> token(Request request) {
        return session.token(request);
    }

    @Override
    public Words words(Failure failure, Request request) {
        Body body = AwxErrors.body(request, Body.detail(failure.fold(SENTENCES)));
        return switch (failure.status()) {
            case 401 -> new Words(body, Map.of("WWW-Authenticate", CHALLENGE, "Allow", AwxErrors.READ_ONLY));
            case 403 -> new Words(body, Map.of("Allow", AwxErrors.READ_ONLY));
            default -> Words.of(body);
        };
    }

    @Override
    public int refusedBodyBytes() {
        return MAX_BODY;
    }

    /** AWX reads the body before it refuses the method. */
    @Override
    public Reply notAllowed(Request request, Failure.MethodNotAllowed failure) {
        if (request.body().length == 0) {
            return failure;
        }
        if (!request.mediaType().equals(Body.JSON)) {
            String type = request.header("Content-Type").orElse("");
            return Reply.status(415, Body.detail("Unsupported media type \"" + type + "\" in request."));
        }
        try {
            Json.tree(request.text());
            return failure;
        } catch (MalformedJson e) {
            return AwxErrors.badRequest("JSON parse error - " + e.getMessage());
        }
    }

    @Override
    public Map<String, String> headers(Request request) {
        String seconds = String.format(Locale.ROOT, "%.3fs", request.elapsedNanos() / 1e9);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Vary", "Accept, Accept-Language, origin, Cookie");
        headers.put("Content-Language", "en");
        headers.put("X-API-Node", "annals");
        headers.put("X-API-Time", seconds);
        headers.put("X-API-Total-Time", seconds);
        headers.put("X-API-Product-Name", "AWX");
        if (request.caller().isPresent()) {
            headers.put("X-API-Product-Version", VERSION);
        }
        headers.put("X-API-Request-Id", UUID.randomUUID().toString().replace("-", ""));
        return headers;
    }
}
