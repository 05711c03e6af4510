package dev.annals.api;

import dev.annals.api.wire.Connections;
import dev.annals.api.wire.Outflow;
import dev.annals.api.wire.RequestLineParser;
import dev.annals.api.wire.Watch;
import io.javalin.config.JettyConfig;
import io.javalin.http.Header;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The bounds that are kept before any of our code sees a request: threads, connections, headers, silence. */
final class JettyLimits {
    private static final long SHUTDOWN_IDLE_MILLIS = 50;
    /** Threads that accept, parse and answer promptly. No request makes one wait, so few serve any number of connections. */
    private static final int THREADS = 16;
    /** Connections that the kernel keeps until they are accepted: with Jetty's own 50, a burst is told to try again seconds later. */
    private static final int BACKLOG = 4096;

    private JettyLimits() {}

    static void apply(JettyConfig jetty, ApiSettings settings, Watch watch, Consumer<Server> furthermore) {
        ApiSettings.Limits limits = settings.limits();
        // Its queue needs no bound of its own: there are never more tasks than connections.
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, THREADS / 2);
        threads.setName("annals-http");
        jetty.threadPool = threads;
        Connections connections =
                new Connections(limits.connections(), limits.connectionsOfAnAddress(), limits.headWithin(), watch);
        jetty.addConnector((server, http) -> connector(server, http, settings, connections));
        jetty.modifyServletContextHandler(context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        jetty.modifyServer(server -> {
            server.setStopTimeout(limits.stopWithin().toMillis());
            server.addBean(new NetworkConnectionLimit(limits.connections(), server));
            server.setHandler(new GracefulHandler(new Seeing()));
            furthermore.accept(server);
        });
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, ApiSettings settings, Connections connections) {
        http.setRequestHeaderSize(settings.limits().headerBytes());
        http.setOutputBufferSize(Outflow.GATHERED_BY_JETTY);
        http.setOutputAggregationSize(Outflow.GATHERED_BY_JETTY);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        // Ids may hold a slash or a percent sign, which arrive encoded in a path. A path with an empty segment is one
        // that nothing has.
        http.setUriCompliance(
                UriCompliance.from(
                        "RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,AMBIGUOUS_EMPTY_SEGMENT,SUSPICIOUS_PATH_CHARACTERS"));
        ServerConnector connector = new ServerConnector(server, new RequestLineParser.Connections(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(settings.limits().idle().toMillis());
        // When stopping, connections that wait for a next request are not waited for.
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        connector.addBean(connections);
        return connector;
    }

    /**
     * What servlets and the router see of a request.
     *
     * <p>They do not see that its connection failed: they would answer 500 of their own accord, beside the answer that is under way, and whoever
     * reads the body or writes the answer notices the failure anyway. And the router sees one method only, since it knows no answer to a
     * method that nobody has registered; which methods a path has is for the dispatch to say.
     */
    private static final class Seen extends Request.Wrapper {
        private final HttpFields headers;

        Seen(Request request) {
            super(request);
            boolean plain = HttpMethod.GET.is(request.getMethod())
                    && !request.getHeaders().contains(Header.X_HTTP_METHOD_OVERRIDE);
            headers = plain
                    ? request.getHeaders()
                    : HttpFields.build(request.getHeaders())
                            .put(Header.X_HTTP_METHOD_OVERRIDE, HttpMethod.GET.asString())
                            .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public void addFailureListener(Consumer<Throwable> listener) {}
    }

    private static final class Seeing extends Handler.Wrapper {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            return super.handle(new Seen(request), response, callback);
        }
    }
}
