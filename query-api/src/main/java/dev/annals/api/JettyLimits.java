package dev.annals.api;

import io.javalin.config.JettyConfig;
import java.io.PrintWriter;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The bounds that are kept before any of our code sees a request: threads, connections, headers, silence. */
final class JettyLimits {
    private static final long STOP_MILLIS = 2_000;
    private static final long SHUTDOWN_IDLE_MILLIS = 50;
    /** Threads that Jetty keeps for accepting and selecting. */
    private static final int OWN_THREADS = 6;

    private JettyLimits() {}

    static void apply(JettyConfig jetty, ApiSettings settings) {
        // Its queue needs no bound of its own: there are never more tasks than connections.
        QueuedThreadPool threads = new QueuedThreadPool(settings.threads() + OWN_THREADS, OWN_THREADS + 2);
        threads.setName("annals-http");
        jetty.threadPool = threads;
        jetty.addConnector((server, http) -> {
            http.setRequestHeaderSize(settings.headerBytes());
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
            // Ids may hold a slash or a percent sign, which arrive encoded in a path.
            http.setUriCompliance(UriCompliance.from(
                    "RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,SUSPICIOUS_PATH_CHARACTERS"));
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost(settings.host());
            connector.setPort(settings.port());
            connector.setIdleTimeout(settings.idle().toMillis());
            // When stopping, connections that wait for a next request are not waited for.
            connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
            return connector;
        });
        jetty.modifyServletContextHandler(context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        jetty.modifyServer(server -> {
            server.setErrorHandler(new JsonErrors());
            server.setStopTimeout(STOP_MILLIS);
            server.addBean(new NetworkConnectionLimit(settings.connections(), server));
        });
    }

    /** Requests that Jetty refuses by itself (too long, not HTTP) get JSON like all others. */
    private static final class JsonErrors extends ErrorHandler {
        JsonErrors() {
            setDefaultResponseMimeType(Body.JSON);
            setShowStacks(false);
            setShowCauses(false);
        }

        @Override
        protected void writeErrorJson(Request request, PrintWriter writer, int code, String message, Throwable cause) {
            writer.append(body(code));
        }

        private static String body(int status) {
            return "{\"detail\":\"" + HttpStatus.getMessage(status) + "\"}";
        }
    }
}
