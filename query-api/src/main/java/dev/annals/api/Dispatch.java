package dev.annals.api;

import dev.annals.api.wire.Transfers;
import dev.annals.api.wire.Upload;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to every request, in order: parameters, credentials, method, role, body, endpoint, answer, measure.
 *
 * <p>Up to the body everything happens on Jetty's thread, and what is refused is refused before a byte of the body is asked for. The
 * body then comes without a thread, and only a request that is complete gets one of those that work. Thread-safe.
 */
final class Dispatch {
    /** One thread of so many may write an answer that is too long for memory. */
    private static final int THREADS_PER_STREAM = 4;

    /** How much longer for each other that waits so, up to what Retry-After says. */
    private static final Duration FOR_EACH_OTHER = Duration.ofMillis(20);

    /** Characters of what a client chose that go into a line of the log. */
    private static final int MOST_LOGGED = 1000;

    private static final Failure TOO_MANY =
            new Failure.NotReady("Too many requests are waiting; ask again later.", Duration.ofSeconds(1), true);
    /** How long a refusal waits that is because of the load. */
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final Authenticator authenticator;
    private final HttpMeters meters;
    private final FailedLogins failedLogins = new FailedLogins(System::nanoTime);
    private final List<Dialect> dialects;
    private final Dialect own;
    private final InetAddressSet trustedProxies = new InetAddressSet();
    private final Transfers bodies;
    private final Transfers answers;
    private final Semaphore streams;
    private final EventStreams events;
    private final ServerThreads threads;
    private final AtomicInteger refusing = new AtomicInteger();

    Dispatch(
            ApiSettings settings,
            Authenticator authenticator,
            MeterRegistry meters,
            List<? extends Dialect> dialects,
            Dialect own,
            ServerThreads threads) {
        this.authenticator = authenticator;
        this.meters = new HttpMeters(meters);
        this.dialects = List.copyOf(dialects);
        this.own = own;
        settings.trustedProxies().forEach(trustedProxies::add);
        ApiSettings.Limits limits = settings.limits();
        this.bodies = new Transfers(limits.bytesPerSecond(), limits.paceWindow(), limits.bodiesBytes(), threads::watch);
        this.answers =
                new Transfers(limits.bytesPerSecond(), limits.paceWindow(), limits.answersBytes(), threads::watch);
        this.streams = new Semaphore(Math.max(1, limits.threads() / THREADS_PER_STREAM));
        this.threads = threads;
        this.events = new EventStreams(threads);
    }

    /** What may be done with a request once its body is there. */
    private record Admitted(Endpoint endpoint, int bodyBytes, boolean prompt, boolean ingests) {}

    /** Ends what clients follow, before the server stops. */
    void endStreams() {
        events.close();
    }

    /** Serves a request to a known path. */
    void serve(Context context, Routes.Path path) {
        run(context, path.dialect(), path.template(), request -> admit(request, path));
    }

    /** Sends a request for a path without its slash at the end to the one with it. */
    void redirect(Context context, Routes.Path path) {
        run(context, path.dialect(), path.template(), request -> {
            String query = request.rawQuery().map(raw -> "?" + raw).orElse("");
            return Parsed.refused(new Reply.Moved(request.path() + "/" + query));
        });
    }

    /** Answers a request to a path that nobody serves. */
    void unknown(Context context) {
        run(
                context,
                owner(Exchange.wire(context).getHttpURI().getPath()),
                "unknown",
                request -> Parsed.refused(new Failure.NoSuchPath()));
    }

    /** A failure of a request that never came to a route, in the words of whoever owns its path. */
    Reply.Content words(org.eclipse.jetty.server.Request wire, String path, Failure failure) {
        Request request = new Request(wire, new QueryString(List.of()), UnaryOperator.identity(), trustedProxies);
        Dialect dialect = owner(path);
        request.describe(dialect.name(), "unknown");
        return failure.content(dialect, request);
    }

    private Dialect owner(@Nullable String path) {
        String asked = path == null ? "" : path;
        return dialects.stream()
                .filter(candidate -> candidate.owns(asked))
                .findFirst()
                .orElse(own);
    }

    private void run(Context context, Dialect dialect, String route, Admission admission) {
        Optional<QueryString> query =
                QueryString.parse(Exchange.wire(context).getHttpURI().getQuery());
        Request request = new Request(
                Exchange.wire(context),
                query.orElseGet(() -> new QueryString(List.of())),
                context::pathParam,
                trustedProxies);
        Exchange exchange = new Exchange(
                context, dialect, request, answers, streams, events, status -> note(request, dialect, route, status));
        Parsed<Admitted> admitted = query.isPresent()
                ? guarded(request, admission)
                : Parsed.refused(new Failure.BadRequest(
                        "More than " + QueryString.MAX_PARAMETERS + " parameters; ask with fewer of them."));
        context.future(() -> {
            exchange.watch();
            if (admitted instanceof Parsed.Accepted<Admitted> accepted) {
                take(exchange, accepted.value());
            } else {
                exchange.answer(((Parsed.Refused<Admitted>) admitted).answer());
            }
            return exchange.done();
        });
    }

    private void take(Exchange exchange, Admitted admitted) {
        Upload.read(exchange.wire(), admitted.bodyBytes(), bodies, outcome -> {
            if (outcome instanceof Upload.Outcome.Whole whole) {
                work(exchange, admitted, whole);
            } else {
                exchange.answer(Bodies.refusal(outcome, admitted.bodyBytes()));
            }
        });
    }

    private void work(Exchange exchange, Admitted admitted, Upload.Outcome.Whole body) {
        Runnable job = () -> {
            try (Bodies.Room room = new Bodies.Room(body.room())) {
                Reply reply = Bodies.plain(exchange.request(), body.bytes(), admitted.bodyBytes(), room)
                        .answer(plain -> {
                            exchange.request().received(plain);
                            return guardedAnswer(exchange.request(), admitted.endpoint());
                        });
                answer(exchange, reply);
            }
        };
        if (admitted.prompt()) {
            job.run();
            return;
        }
        if (!threads.work(exchange.request(), admitted.ingests(), job)) {
            new Bodies.Room(body.room()).close();
            answer(exchange, TOO_MANY);
        }
    }

    /**
     * Answers; and who is refused because of the load, after a while. Clients that ask again at once, whatever Retry-After says, would
     * else keep the machine busy with refusing them.
     */
    private void answer(Exchange exchange, Reply reply) {
        if (reply instanceof Failure.NotReady refused && refused.crowded()) {
            exchange.request().end();
            Duration pause = BEFORE_ASKING_AGAIN.plus(FOR_EACH_OTHER.multipliedBy(refusing.getAndIncrement()));
            threads.later(pause.compareTo(refused.retryAfter()) < 0 ? pause : refused.retryAfter(), () -> {
                refusing.decrementAndGet();
                exchange.answer(reply);
            });
        } else {
            exchange.answer(reply);
        }
    }

    private void note(Request request, Dialect dialect, String route, int status) {
        if (status == 401) {
            failedLogins.note(request.clientAddress(), request.method(), request.path());
        }
        request.describe(dialect.name(), route);
        meters.served(dialect.name(), route, request.method(), status, request.elapsedNanos());
    }

    private static Parsed<Admitted> guarded(Request request, Admission admission) {
        try {
            return admission.admit(request);
        } catch (RuntimeException | StackOverflowError e) {
            return Parsed.refused(unexpected(request.method(), request.path(), e));
        }
    }

    private static Reply guardedAnswer(Request request, Endpoint endpoint) {
        try {
            return endpoint.answer(request);
        } catch (RuntimeException | Error e) {
            return unexpected(request.method(), request.path(), e);
        }
    }

    /** The failure that a defect of ours is, after it was logged under its reference. */
    static Failure unexpected(String method, String path, Throwable cause) {
        String reference = UUID.randomUUID().toString();
        LOG.error(
                "A request failed unexpectedly, reference={} method={} path={}",
                reference,
                bounded(method),
                bounded(path),
                cause);
        return new Failure.Unexpected(reference);
    }

    private static String bounded(String text) {
        return text.length() > MOST_LOGGED ? text.substring(0, MOST_LOGGED) + "…" : text;
    }

    private Parsed<Admitted> admit(Request request, Routes.Path path) {
        Optional<String> token = Credentials.token(request, path.dialect());
        Optional<Caller> caller = token.flatMap(authenticator::caller);
        caller.ifPresent(request::authenticated);
        if (caller.isEmpty() && path.needsCaller()) {
            return Parsed.refused(new Failure.Unauthenticated(token.isPresent()));
        }
        Route route = path.route(request.method());
        if (route == null) {
            return otherMethod(request, path);
        }
        Failure refusal = refusal(request, route, token.isPresent());
        return refusal != null
                ? Parsed.refused(refusal)
                : Parsed.of(new Admitted(
                        ready -> allowing(route.endpoint().answer(ready), ready, path),
                        route.bodyBytes(),
                        route.prompt(),
                        route.access() == Access.INGEST));
    }

    private static Parsed<Admitted> otherMethod(Request request, Routes.Path path) {
        if (request.method().equals("OPTIONS")) {
            Reply allowed = Reply.ok(Body.json(json -> {
                        json.writeStartObject();
                        json.writeArrayFieldStart("methods");
                        for (String method : path.allowed()) {
                            json.writeString(method);
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    }))
                    .with("Allow", String.join(", ", path.allowed()));
            return Parsed.of(new Admitted(ready -> allowed, Route.BODY_BYTES, false, false));
        }
        Failure.MethodNotAllowed failure = new Failure.MethodNotAllowed(request.method(), path.allowed());
        int bodyBytes = path.dialect().refusedBodyBytes();
        return bodyBytes == 0
                ? Parsed.refused(path.dialect().notAllowed(request, failure))
                : Parsed.of(new Admitted(ready -> path.dialect().notAllowed(ready, failure), bodyBytes, false, false));
    }

    private static @Nullable Failure refusal(Request request, Route route, boolean tokenGiven) {
        if (route.access() == Access.OPEN) {
            return null;
        }
        Optional<Caller> caller = request.caller();
        if (caller.isEmpty()) {
            return new Failure.Unauthenticated(tokenGiven);
        }
        if (!caller.get().role().may(route.access())) {
            return new Failure.Forbidden("This token may not do that: it is for "
                    + caller.get().role().name().toLowerCase(java.util.Locale.ROOT) + ".");
        }
        String bound = caller.get().tenant();
        Optional<String> named = request.header(Request.TENANT_HEADER);
        if (bound != null && named.isPresent() && !named.get().equals(bound)) {
            return new Failure.Forbidden(
                    "This token is bound to another tenant than " + Request.TENANT_HEADER + " names.");
        }
        return null;
    }

    // Products that send Allow send it on every answer of a path that exists.
    private static Reply allowing(Reply reply, Request request, Routes.Path path) {
        if (reply instanceof Failure.NotReady || reply instanceof Reply.Events) {
            // A failure stays what it is, to be answered in its time, and a stream has no body to be turned into.
            return reply;
        }
        Reply.Content content = reply.content(path.dialect(), request);
        return content.headers().containsKey("Allow") || content.status() >= 404
                ? content
                : content.with("Allow", String.join(", ", path.allowed()));
    }

    /** Decides from the head of a request alone. */
    @FunctionalInterface
    private interface Admission {
        Parsed<Admitted> admit(Request request);
    }
}
