package dev.annals.dialect.puppet;

import dev.annals.api.Access;
import dev.annals.api.Authenticator;
import dev.annals.api.Body;
import dev.annals.api.ChangeSink;
import dev.annals.api.Dialect;
import dev.annals.api.Endpoint;
import dev.annals.api.Failure;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.dialect.puppet.bundle.PuppetBundle;
import dev.annals.dialect.puppet.csv.PuppetCsv;
import dev.annals.dialect.puppet.wording.CommitStream;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Commit;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.Filter;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The Puppet activity service: its paths, with and without {@code /activity-api}, on the commits of the log. Thread-safe. */
public final class PuppetDialect implements Dialect {
    /** The limit that Puppet itself takes for a request without one. */
    public static final int DEFAULT_LIMIT = 1000;

    /** The greatest limit that may hold for requests without one: an answer that nobody asked for by its size. */
    public static final int MOST_DEFAULT_LIMIT = 1_000_000;

    private static final int BODY_BYTES = 4 * 1024 * 1024;
    /** Answers with more commits than this are streamed. */
    private static final int IN_MEMORY = 1000;

    private final AuditSessions sessions;
    private final ChangeSink sink;
    private final SignIn signIn;
    private final InstantSource time;
    private final int defaultLimit;
    private final Supplier<String> ids;

    /**
     * The dialect.
     *
     * @param sink where submitted commits go
     * @param authenticator knows which tokens a client may sign in with
     * @param time stamps commits that are submitted, which have no time of their own
     * @param defaultLimit commits in an answer to a request without a limit, 1 or more
     */
    public PuppetDialect(
            AuditSessions sessions,
            ChangeSink sink,
            Authenticator authenticator,
            InstantSource time,
            int defaultLimit) {
        this(
                sessions,
                sink,
                authenticator,
                time,
                defaultLimit,
                () -> UUID.randomUUID().toString());
    }

    PuppetDialect(
            AuditSessions sessions,
            ChangeSink sink,
            Authenticator authenticator,
            InstantSource time,
            int defaultLimit,
            Supplier<String> ids) {
        this.sessions = sessions;
        this.sink = sink;
        this.signIn = new SignIn(authenticator);
        this.time = time;
        this.defaultLimit = defaultLimit;
        this.ids = ids;
    }

    @Override
    public String name() {
        return "puppet";
    }

    @Override
    public boolean owns(String path) {
        return path.matches("/(activity-api|rbac-api|v1|v2|status)(/.*)?");
    }

    @Override
    public Words words(Failure failure, Request request) {
        return Words.of(PuppetWords.of(failure, request).body(request));
    }

    @Override
    public Optional<String> token(Request request) {
        return request.query().last("token").filter(token -> !token.isEmpty());
    }

    @Override
    public void mount(Routes routes) {
        for (String base : List.of("/activity-api", "")) {
            routes.add(
                    v1(Route.get(base + "/v1/events", "Commits of a service (Puppet, version 1)", wording(this::v1))));
            routes.add(csv(v1(Route.get(
                    base + "/v1/events.csv", "Events of a service as CSV (Puppet, version 1)", wording(this::v1Csv)))));
            routes.add(v2(Route.get(base + "/v2/events", "Commits (Puppet, version 2)", wording(this::v2)))
                    .body(BODY_BYTES));
            routes.add(csv(v2(Route.get(
                            base + "/v2/events.csv", "Events as CSV (Puppet, version 2)", wording(this::v2Csv))))
                    .body(BODY_BYTES));
            routes.add(Route.post(base + "/v1/events", "Submits a commit (Puppet)", wording(this::submit))
                    .body(BODY_BYTES));
            routes.add(Route.post(base + "/v2/events", "Submits a commit (Puppet)", wording(this::submit))
                    .body(BODY_BYTES));
        }
        routes.add(Route.post("/rbac-api/v1/auth/token", "A token for a client that signs in (Puppet)", signIn)
                .access(Access.OPEN));
        routes.add(Route.get("/status/v1/simple", "Whether the service runs (Puppet)", this::status)
                .access(Access.OPEN));
    }

    private Reply v1(Request request) throws PuppetRefusal {
        PuppetParameters parameters = new PuppetParameters(request.query());
        PuppetFilters filters = PuppetFilters.v1(parameters);
        PuppetPaging paging = PuppetPaging.of(parameters, defaultLimit);
        return read(request, paging, filters, commits -> PuppetView.v1(commits, paging, filters.object()));
    }

    private Reply v1Csv(Request request) throws PuppetRefusal {
        PuppetParameters parameters = new PuppetParameters(request.query());
        PuppetCsv.Cells cells = PuppetCsv.Cells.of(parameters);
        PuppetFilters filters = PuppetFilters.v1(parameters);
        return read(
                request,
                PuppetPaging.of(parameters, defaultLimit),
                filters,
                commits -> PuppetCsv.v1(commits, cells, filters.object()));
    }

    private Reply v2(Request request) throws PuppetRefusal {
        PuppetParameters parameters = parametersWithBody(request);
        PuppetPaging paging = PuppetPaging.of(parameters, defaultLimit);
        return read(request, paging, PuppetFilters.v2(parameters), commits -> PuppetView.v2(commits, paging));
    }

    private Reply v2Csv(Request request) throws PuppetRefusal {
        PuppetParameters parameters = parametersWithBody(request);
        PuppetCsv.Cells cells = PuppetCsv.Cells.of(parameters);
        return read(
                request,
                PuppetPaging.of(parameters, defaultLimit),
                PuppetFilters.v2(parameters),
                commits -> PuppetCsv.v2(commits, cells));
    }

    private Reply read(
            Request request, PuppetPaging paging, PuppetFilters filters, Function<CommitStream, Body> render) {
        AuditSession audit = request.audit(sessions);
        Query query = paging.query(filters.filter());
        if (paging.limit() <= IN_MEMORY) {
            return Reply.of(
                    audit.commits(query),
                    page -> Reply.ok(render.apply(CommitStream.of(audit, page))).at(page));
        }
        // More than fits into memory for sure: the position first, then the commits as they are written.
        Answer<Page<Commit>> now = audit.commits(new Query(Filter.NONE, query.order(), 0, 0));
        return Reply.of(
                now,
                page -> Reply.ok(render.apply(CommitStream.of(audit, query))).at(page));
    }

    private Reply submit(Request request) throws PuppetRefusal {
        List<ChangeEvent> events = PuppetBundle.events(request.text(), request.tenant(), time.instant(), ids.get());
        return Reply.of(
                sink.publish(events),
                acknowledged -> Reply.ok(Body.json(PuppetProblem.JSON, json -> {
                    json.writeStartObject();
                    json.writeBooleanField("success", true);
                    json.writeNumberField("events", events.size());
                    json.writeEndObject();
                })));
    }

    private Reply status(Request request) {
        Answer<Page<Commit>> now = request.audit(sessions).commits(PuppetPaging.FIRST.query(Filter.NONE));
        boolean running = now instanceof Answer.Ready<?>;
        return Reply.status(
                running ? 200 : 503, Body.text("text/plain; charset=utf-8", running ? "running" : "unknown"));
    }

    /**
     * Puppet's documents allow the parameters of version 2 in a JSON body of a GET request. A body that is not read might hold a filter, and
     * an answer without it would show more than was asked for.
     */
    private static PuppetParameters parametersWithBody(Request request) throws PuppetRefusal {
        PuppetParameters parameters = new PuppetParameters(request.query());
        String body = request.text();
        if (body.isBlank()) {
            return parameters;
        }
        if (!request.mediaType().equals("application/json")) {
            throw PuppetRefusal.schemaViolation(
                    "",
                    "{query: [object]}",
                    "the body is not declared to be JSON (expected: Content-Type: application/json, or no body and the"
                            + " parameters in the address).");
        }
        return parameters.withBody(body);
    }

    /** An endpoint that may refuse. */
    @FunctionalInterface
    private interface Refusing {
        Reply answer(Request request) throws PuppetRefusal;
    }

    private static Endpoint wording(Refusing endpoint) {
        return request -> {
            try {
                return endpoint.answer(request);
            } catch (PuppetRefusal e) {
                return Reply.status(400, e.problem().body(request));
            }
        };
    }

    private static Route v1(Route route) {
        return paged(route.parameter("service_id", "the service; required")
                .parameter("subject_type", "users")
                .parameter("subject_id", "ids, separated by commas or repeated")
                .parameter("object_type", "such as node_groups")
                .parameter("object_id", "ids, separated by commas or repeated")
                .parameter("after_service_commit_time", "ISO-8601; only later commits"));
    }

    private static Route v2(Route route) {
        return paged(route.parameter("service_id", "the service; all when left out")
                .parameter("query", "a JSON array of objects; see the Puppet page of the documentation"));
    }

    private static Route csv(Route route) {
        return route.parameter("safe", "1 to put an apostrophe before what a spreadsheet takes for a formula");
    }

    private static Route paged(Route route) {
        return route.parameter("offset", "commits to pass over")
                .parameter("limit", "most commits in the answer")
                .parameter("order", "asc or desc, by the number of the commit");
    }
}
