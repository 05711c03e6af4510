package dev.annals.api;

import dev.annals.api.wire.Connections;
import dev.annals.api.wire.EventStream;
import dev.annals.api.wire.Outflow;
import dev.annals.api.wire.Transfers;
import dev.annals.query.Answer;
import io.javalin.http.Context;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer on their connection. Whatever happens, the request is answered exactly once or the connection is
 * cut: what has been sent cannot be taken back, and nobody must take a part for the whole.
 */
final class Exchange {
    /** Most bytes of an answer that is sent without holding a thread. */
    private static final int MOST_GATHERED = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Context context;
    private final Dialect dialect;
    private final Request request;
    private final Semaphore streams;
    private final EventStreams events;
    private final EndPoint endPoint;
    private final Transfers.Transfer transfer;
    private final IntConsumer answered;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int status;

    /**
     * An exchange that has no answer yet.
     *
     * @param answered told the status, once, while the request can still be asked
     */
    Exchange(
            Context context,
            Dialect dialect,
            Request request,
            Transfers answers,
            Semaphore streams,
            EventStreams events,
            IntConsumer answered) {
        this.context = context;
        this.dialect = dialect;
        this.request = request;
        this.streams = streams;
        this.events = events;
        this.answered = answered;
        this.endPoint = wire(context).getConnectionMetaData().getConnection().getEndPoint();
        this.transfer = answers.begin(why -> Connections.reset(endPoint));
        transfer.ours();
    }

    /** The request as Jetty has it. */
    static ServletContextRequest wire(Context context) {
        return ServletContextRequest.getServletContextRequest(context.req());
    }

    Request request() {
        return request;
    }

    ServletContextRequest wire() {
        return wire(context);
    }

    /** Completes when Jetty has the answer, or the connection is cut. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** From now on the client has the pace to keep until it has the whole answer. */
    void watch() {
        context.req().getAsyncContext().addListener(new Completed(transfer));
    }

    /** Sends the answer; returns as soon as no more work is needed for it. */
    void answer(Reply reply) {
        Reply instead = send(reply);
        // A failure of a failure is nothing that a client could be told.
        if (instead != null && (context.res().isCommitted() || send(cleared(instead)) != null)) {
            cut();
        }
    }

    private Reply cleared(Reply reply) {
        context.res().reset();
        return reply;
    }

    /** Sends a reply; what to send instead of it, or null when the client has it, will have it, or is gone. */
    private @Nullable Reply send(Reply reply) {
        if (reply instanceof Reply.Events stream && !request.method().equals("HEAD")) {
            return follow(stream);
        }
        try (Outflow out = new Outflow(context.res(), MOST_GATHERED, streams, transfer)) {
            try {
                Reply failed = written(out, reply);
                if (failed != null) {
                    return failed;
                }
                return out.finish(this::end) ? null : busy("Too many clients are taking their answers.");
            } catch (Outflow.Crowded e) {
                return busy("Too many clients are taking long answers.");
            } catch (IOException e) {
                gone(e);
                return null;
            } catch (RuntimeException | Error e) {
                if (out.isClientGone()) {
                    gone(e);
                    return null;
                }
                return Dispatch.unexpected(request.method(), request.path(), e);
            }
        }
    }

    private @Nullable Reply follow(Reply.Events reply) {
        if (!events.hasRoom()) {
            return busy("Too many clients are following.");
        }
        HttpServletResponse response = context.res();
        dialect.headers(request).forEach(response::setHeader);
        Reply.Content head = reply.content(dialect, request);
        status = head.status();
        response.setStatus(status);
        head.headers().forEach(response::setHeader);
        response.setContentType(head.body().mediaType());
        try {
            AtomicReference<@Nullable EventStream> opened = new AtomicReference<>();
            EventStream stream = new EventStream(response.getOutputStream(), transfer, MOST_GATHERED, () -> {
                EventStream over = opened.get();
                if (over != null) {
                    events.remove(over);
                }
                end();
            });
            opened.set(stream);
            events.add(stream, reply.feed());
        } catch (IOException e) {
            gone(e);
        }
        request.end();
        return null;
    }

    /** A refusal of a server that has too much to do. */
    static Failure busy(String detail) {
        return new Failure.NotTaken(503, detail, Map.of("Retry-After", "1"));
    }

    private void gone(Throwable cause) {
        LOG.debug("the client went away before its answer was written", cause);
        cut();
    }

    private void cut() {
        Connections.reset(endPoint);
        end();
    }

    // Once done is complete, Jetty takes request and response back.
    private void end() {
        answered.accept(status);
        done.complete(null);
    }

    // What the request has opened is not needed any more once the answer is written, however long the client takes.
    private @Nullable Reply written(Outflow out, Reply reply) throws IOException {
        try {
            return write(context.res(), out, reply);
        } finally {
            request.end();
        }
    }

    /** Writes a reply; the failure that it turned into while it was written, or null. */
    private @Nullable Reply write(HttpServletResponse response, Outflow out, Reply reply) throws IOException {
        dialect.headers(request).forEach(response::setHeader);
        Reply.Content content = reply.content(dialect, request);
        status = content.status();
        response.setStatus(status);
        content.headers().forEach(response::setHeader);
        String mediaType = content.body().mediaType();
        response.setContentType(mediaType.isEmpty() ? null : mediaType);
        if (request.method().equals("HEAD")) {
            return null;
        }
        Answer<?> written = content.body().writer().writeTo(out);
        return written instanceof Answer.Ready<?> ? null : Failure.of(written);
    }

    /** Ends a transfer with its request. */
    private record Completed(Transfers.Transfer transfer) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            transfer.close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
