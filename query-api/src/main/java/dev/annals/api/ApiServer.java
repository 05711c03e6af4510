package dev.annals.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The HTTP server: every dialect, every further mount and the paths of Annals itself on one port.
 *
 * <p>Start once, close once; closing lets running requests finish for a short while.
 */
public final class ApiServer implements AutoCloseable {
    private final Routes routes;
    private final Javalin javalin;
    private final ServerThreads threads;
    private final Dispatch dispatch;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /**
     * A server that is not yet listening.
     *
     * @param dialects in order: the first that owns an unknown path words its 404
     * @param others further routes, answered in Annals' own words, such as the gateway for events
     * @param meters what {@code /metrics} shows; the server adds those of the JVM and of its requests
     */
    public ApiServer(
            ApiSettings settings,
            Authenticator authenticator,
            StatusReader status,
            List<? extends Dialect> dialects,
            List<? extends Mount> others,
            PrometheusMeterRegistry meters) {
        OwnDialect own = new OwnDialect(status, meters);
        routes = new Routes(own);
        dialects.forEach(dialect -> routes.mount(dialect, dialect));
        others.forEach(mount -> routes.mount(mount, own));
        routes.mount(own, own);
        own.describe(OpenApi.of(routes.paths()));
        threads =
                new ServerThreads(settings.limits().threads(), settings.limits().requestsOfAnAddress());
        dispatch = new Dispatch(settings, authenticator, meters, dialects, own, threads);
        measureJvm(meters);
        javalin = Javalin.create(config -> configure(config, settings, routes, dispatch, threads));
    }

    private static void configure(
            JavalinConfig config, ApiSettings settings, Routes routes, Dispatch dispatch, ServerThreads threads) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        // A proxy in front compresses; on loopback it only costs time.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        JettyLimits.apply(config.jetty, settings, threads::watch, server -> {
            server.setErrorHandler(new WireErrors(dispatch::words));
            if (settings.accessLog()) {
                server.setRequestLog(new AccessLog());
            }
        });
        for (Routes.Path path : routes.paths()) {
            on(config, path.template(), context -> dispatch.serve(context, path));
        }
        // After all templates, because one without its slash may be a template of its own.
        for (Routes.Path path : routes.paths()) {
            String template = path.template();
            if (template.length() > 1 && template.endsWith("/")) {
                on(config, template.substring(0, template.length() - 1), context -> dispatch.redirect(context, path));
            }
        }
        on(config, "*", dispatch::unknown);
        // Whatever the router cannot make sense of.
        config.routes.exception(HttpResponseException.class, (e, context) -> dispatch.unknown(context));
    }

    private static void on(JavalinConfig config, String path, io.javalin.http.Handler handler) {
        // Requests are routed by their paths alone, see JettyLimits.
        config.routes.addHttpHandler(HandlerType.GET, path, handler);
    }

    private void measureJvm(PrometheusMeterRegistry meters) {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        collections.bindTo(meters);
    }

    /** Listens from now on. */
    public ApiServer start() {
        threads.start();
        javalin.start();
        return this;
    }

    /** Each method of each path, such as {@code GET /healthz}. */
    public Set<String> operations() {
        return routes.paths().stream()
                .flatMap(path -> path.methods().keySet().stream().map(method -> method + " " + path.template()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        dispatch.endStreams();
        javalin.stop();
        threads.close();
        collections.close();
    }
}
