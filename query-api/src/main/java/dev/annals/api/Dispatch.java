package dev.annals.api;

import dev.annals.query.Answer;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to every request, in order: parameters, credentials, method, role, endpoint, headers, body, measure.
 * Thread-safe.
 */
final class Dispatch {
    /** As much of a body that no endpoint wanted is read, so that the connection can go on. */
    private static final int UNREAD_BODY_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private final Authenticator authenticator;
    private final MeterRegistry meters;
    private final List<Dialect> dialects;
    private final Dialect own;

    Dispatch(Authenticator authenticator, MeterRegistry meters, List<? extends Dialect> dialects, Dialect own) {
        this.authenticator = authenticator;
        this.meters = meters;
        this.dialects = List.copyOf(dialects);
        this.own = own;
    }

    /** Serves a request to a known path. */
    void serve(Context context, Routes.Path path) {
        run(context, path.dialect(), path.template(), request -> answer(request, path));
    }

    /** Sends a request for a path without its slash at the end to the one with it. */
    void redirect(Context context, Routes.Path path) {
        run(context, path.dialect(), path.template(), request -> {
            String query = request.rawQuery().map(raw -> "?" + raw).orElse("");
            return new Reply.Moved(request.path() + "/" + query);
        });
    }

    /** Answers a request to a path that nobody serves. */
    void unknown(Context context) {
        String path = context.req().getRequestURI();
        Dialect dialect = dialects.stream()
                .filter(candidate -> candidate.owns(path))
                .findFirst()
                .orElse(own);
        run(context, dialect, "unknown", request -> new Failure.NoSuchPath());
    }

    private void run(Context context, Dialect dialect, String route, Endpoint endpoint) {
        long started = System.nanoTime();
        Optional<QueryString> query = QueryString.parse(context.req().getQueryString());
        Request request = new Request(context, query.orElseGet(() -> new QueryString(List.of())), started);
        Reply reply = query.isPresent()
                ? guarded(request, endpoint)
                : new Failure.BadRequest(
                        "More than " + QueryString.MAX_PARAMETERS + " parameters; ask with fewer of them.");
        HttpServletResponse response = context.res();
        try {
            // What is left of a body would be taken for the next request, so the connection ends; a client that is not
            // told sends its next request into it.
            if (!request.readToEnd(UNREAD_BODY_BYTES)) {
                response.setHeader("Connection", "close");
            }
            write(request, response, dialect, reply);
        } catch (IOException e) {
            LOG.debug("the client went away before its answer was written", e);
        } catch (RuntimeException | StackOverflowError e) {
            recover(context, request, dialect, e);
        } finally {
            request.end();
        }
        measure(request, dialect, route, response.getStatus());
    }

    private static Reply guarded(Request request, Endpoint endpoint) {
        try {
            return endpoint.answer(request);
        } catch (RuntimeException | StackOverflowError e) {
            return unexpected(request, e);
        }
    }

    private static Failure unexpected(Request request, Throwable cause) {
        String reference = UUID.randomUUID().toString();
        LOG.atError()
                .setCause(cause)
                .addKeyValue("reference", reference)
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .log("a request failed unexpectedly");
        return new Failure.Unexpected(reference);
    }

    private Reply answer(Request request, Routes.Path path) {
        Optional<String> token = Credentials.token(request, path.dialect());
        Optional<Caller> caller = token.flatMap(authenticator::caller);
        caller.ifPresent(request::authenticated);
        if (caller.isEmpty() && path.needsCaller()) {
            return new Failure.Unauthenticated(token.isPresent());
        }
        Route route = path.route(request.method());
        if (route == null) {
            return request.method().equals("OPTIONS")
                    ? Reply.ok(Body.empty()).with("Allow", String.join(", ", path.allowed()))
                    : path.dialect()
                            .notAllowed(request, new Failure.MethodNotAllowed(request.method(), path.allowed()));
        }
        Failure refusal = refusal(request, route, token.isPresent());
        if (refusal != null) {
            return refusal;
        }
        return allowing(route.endpoint().answer(request), path);
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
    private static Reply allowing(Reply reply, Routes.Path path) {
        if (reply instanceof Reply.Content content
                && !content.headers().containsKey("Allow")
                && content.status() < 404) {
            return content.with("Allow", String.join(", ", path.allowed()));
        }
        return reply;
    }

    private void write(Request request, HttpServletResponse response, Dialect dialect, Reply reply) throws IOException {
        dialect.headers(request).forEach(response::setHeader);
        if (reply instanceof Reply.Moved moved) {
            response.setStatus(301);
            response.setHeader("Location", moved.location());
            response.setContentType(null);
            return;
        }
        Reply.Content content = reply instanceof Failure failure
                ? FailureMapping.content(failure, dialect, request)
                : (Reply.Content) reply;
        response.setStatus(content.status());
        content.headers().forEach(response::setHeader);
        String mediaType = content.body().mediaType();
        response.setContentType(mediaType.isEmpty() ? null : mediaType);
        if (request.method().equals("HEAD")) {
            return;
        }
        Answer<?> written = content.body().writer().writeTo(response.getOutputStream());
        if (!(written instanceof Answer.Ready<?>)) {
            if (response.isCommitted()) {
                throw new IllegalStateException("an answer could not be completed: " + written);
            }
            response.reset();
            write(request, response, dialect, Failure.of(written));
        }
    }

    // What has been sent cannot be taken back: then the connection is cut, so that nobody takes a part for the whole.
    private void recover(Context context, Request request, Dialect dialect, Throwable cause) {
        Failure failure = unexpected(request, cause);
        HttpServletResponse response = context.res();
        try {
            if (response.isCommitted()) {
                ServletContextRequest.getServletContextRequest(context.req())
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint()
                        .close();
                return;
            }
            response.reset();
            write(request, response, dialect, failure);
        } catch (IOException e) {
            LOG.debug("the client went away before its failure was written", e);
        }
    }

    private void measure(Request request, Dialect dialect, String route, int status) {
        Tags tags = Tags.of(
                "dialect",
                dialect.name(),
                "method",
                METHODS.contains(request.method()) ? request.method() : "OTHER",
                "route",
                route,
                "status",
                Integer.toString(status));
        Timer.builder("annals.http.requests")
                .description("Requests served, by route template")
                .publishPercentileHistogram()
                .tags(tags)
                .register(meters)
                .record(request.elapsedNanos(), TimeUnit.NANOSECONDS);
    }
}
