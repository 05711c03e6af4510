package dev.annals.dialect.puppet;

import dev.annals.api.Access;
import dev.annals.api.Authenticator;
import dev.annals.api.Body;
import dev.annals.api.ChangeSink;
import dev.annals.api.Dialect;
import dev.annals.api.DialectProvider;
import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.dialect.puppet.bundle.PuppetBundle;
import dev.annals.dialect.puppet.csv.PuppetCsv;
import dev.annals.dialect.puppet.wording.CommitStream;
import dev.annals.model.Commit;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The Puppet activity service: its paths, with and without {@code /activity-api}, on the commits of the log. Thread-safe. */
public final class PuppetDialect implements Dialect {
    /** The limit that Puppet itself takes for a request without one. */
    public static final int DEFAULT_LIMIT = 1000;

    /** The greatest limit that may hold for requests without one: an answer that nobody asked for by its size. */
    private static final int MOST_DEFAULT_LIMIT = 1_000_000;

    private static final DialectProvider.Size LIMIT =
            new DialectProvider.Size("puppet-limit", DEFAULT_LIMIT, MOST_DEFAULT_LIMIT);

    private static final int BODY_BYTES = 4 * 1024 * 1024;

    /** Answers with more commits than this are streamed. */
    private static final int IN_MEMORY = 1000;

    /** Opens the dialect. */
    public static final class Provider implements DialectProvider {
        @Override
        public Dialect open(Services services) {
            return new PuppetDialect(
                    services.sessions(),
                    services.sink(),
                    services.authenticator(),
                    services.time(),
                    services.size(LIMIT));
        }

        @Override
        public List<Size> sizes() {
            return List.of(LIMIT);
        }
    }

    private final AuditSessions sessions;
    private final ChangeSink sink;
    private final Authenticator authenticator;
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
        this.authenticator = authenticator;
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
        return PuppetErrors.words(failure, request);
    }

    @Override
    public Optional<String> token(Request request) {
        return request.query().last("token").filter(token -> !token.isEmpty());
    }

    @Override
    public void mount(Routes routes) {
        for (String base : List.of("/activity-api", "")) {
            routes.add(Route.get(base + "/v1/events", this::v1));
            routes.add(Route.get(base + "/v1/events.csv", this::v1Csv));
            routes.add(Route.get(base + "/v2/events", this::v2).body(BODY_BYTES));
            routes.add(Route.get(base + "/v2/events.csv", this::v2Csv).body(BODY_BYTES));
            routes.add(Route.post(base + "/v1/events", this::submit).body(BODY_BYTES));
            routes.add(Route.post(base + "/v2/events", this::submit).body(BODY_BYTES));
        }
        routes.add(Route.post("/rbac-api/v1/auth/token", this::signIn).access(Access.OPEN));
        routes.add(Route.get("/status/v1/simple", this::status).access(Access.OPEN));
    }

    private Reply v1(Request request) {
        return read(
                request,
                PuppetParameters.withoutBody(request).then(given -> asked(given, PuppetFilters.v1(given))),
                (asked, commits) ->
                        PuppetView.v1(commits, asked.paging(), asked.filters().object()));
    }

    private Reply v1Csv(Request request) {
        return PuppetParameters.withoutBody(request)
                .answer(given -> cells(given)
                        .answer(cells -> read(
                                request,
                                asked(given, PuppetFilters.v1(given)),
                                (asked, commits) -> PuppetCsv.v1(
                                        commits, cells, asked.filters().object()))));
    }

    private Reply v2(Request request) {
        return read(
                request,
                PuppetParameters.withBody(request).then(given -> asked(given, PuppetFilters.v2(given))),
                (asked, commits) -> PuppetView.v2(commits, asked.paging()));
    }

    private Reply v2Csv(Request request) {
        return PuppetParameters.withBody(request)
                .answer(given -> cells(given)
                        .answer(cells -> read(
                                request,
                                asked(given, PuppetFilters.v2(given)),
                                (asked, commits) -> PuppetCsv.v2(commits, cells))));
    }

    /** What a request asks for: which commits, which of those, and in which order. */
    private record Asked(PuppetFilters filters, PuppetPaging paging, Order order) {
        Query query() {
            return paging.query(filters.filter(), order);
        }
    }

    /** Puts commits into the form that is asked for. */
    @FunctionalInterface
    private interface Render {
        Body body(Asked asked, CommitStream commits);
    }

    private Parsed<Asked> asked(PuppetParameters parameters, Parsed<PuppetFilters> filters) {
        return filters.then(read -> PuppetPaging.of(parameters, defaultLimit)
                .then(paging -> PuppetOrder.of(parameters).map(order -> new Asked(read, paging, order))));
    }

    private static Parsed<PuppetCsv.Cells> cells(PuppetParameters parameters) {
        return parameters.single("safe").then(given -> switch (given.orElse("0")) {
            case "1", "true" -> Parsed.of(PuppetCsv.Cells.SAFE);
            case "0", "false" -> Parsed.of(PuppetCsv.Cells.PLAIN);
            default ->
                Parsed.refused(Failure.Unfit.of(
                        given.orElseThrow(),
                        "{safe: 0 or 1}",
                        "safe is '" + given.orElseThrow() + "' (expected: 0 or 1)."));
        });
    }

    private Reply read(Request request, Parsed<Asked> question, Render render) {
        return question.answer(asked -> {
            AuditSession audit = request.audit(sessions);
            Query query = asked.query();
            if (asked.paging().limit() <= IN_MEMORY) {
                return Reply.of(
                        audit.commits(query),
                        page -> Reply.ok(render.body(asked, CommitStream.of(audit, page)))
                                .at(page));
            }
            // More than fits into memory for sure: the position first, then the commits as they are written.
            return Reply.of(
                    audit.commits(new Query(Filter.NONE, query.order(), 0, 0)),
                    page -> Reply.ok(render.body(asked, CommitStream.of(audit, query)))
                            .at(page));
        });
    }

    private Reply submit(Request request) {
        return PuppetBundle.events(request.text(), request.tenant(), time.instant(), ids.get())
                .answer(events -> Reply.of(
                        sink.publish(events),
                        acknowledged -> Reply.ok(Body.json(PuppetErrors.JSON, json -> {
                            json.writeStartObject();
                            json.writeBooleanField("success", true);
                            json.writeNumberField("events", events.size());
                            json.writeEndObject();
                        }))));
    }

    /**
     * Signs in as Puppet's clients do: a login and a password for a token. There are no passwords here but tokens, so the password is a
     * token and comes back as such.
     */
    private Reply signIn(Request request) {
        String password = PuppetParameters.parsed(request.text(), "")
                .fold(
                        body -> body.path("password").isTextual()
                                ? body.path("password").asText()
                                : "",
                        refusal -> "");
        if (authenticator.caller(password).isEmpty()) {
            return PuppetErrors.invalidCredentials(request);
        }
        return Reply.ok(Body.json(PuppetErrors.JSON, json -> {
            json.writeStartObject();
            json.writeStringField("token", password);
            json.writeEndObject();
        }));
    }

    private Reply status(Request request) {
        Answer<Page<Commit>> now =
                request.audit(sessions).commits(PuppetPaging.FIRST.query(Filter.NONE, PuppetOrder.NEWEST_FIRST));
        boolean running = now instanceof Answer.Ready<?>;
        return Reply.status(
                running ? 200 : 503, Body.text("text/plain; charset=utf-8", running ? "running" : "unknown"));
    }
}
