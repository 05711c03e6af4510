package dev.annals.launcher.service;

import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Authenticator;
import dev.annals.api.Dialect;
import dev.annals.api.DialectProvider;
import dev.annals.api.Status;
import dev.annals.api.auth.TokenFile;
import dev.annals.api.auth.TokenStore;
import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.codec.Decoded;
import dev.annals.codec.RegisteredSchema;
import dev.annals.codec.RegisteredSchemas;
import dev.annals.dialect.Dialects;
import dev.annals.history.HistoryRoutes;
import dev.annals.ingest.bridge.Bridge;
import dev.annals.ingest.bridge.BridgeSettings;
import dev.annals.ingest.gateway.ChangeGateway;
import dev.annals.ingest.gateway.GatewaySettings;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.PublisherSettings;
import dev.annals.launcher.Problem;
import dev.annals.launcher.config.UpSettings;
import dev.annals.launcher.rejects.RejectsMount;
import dev.annals.model.Reject;
import dev.annals.processor.epoch.EpochLog;
import dev.annals.processor.schema.RegistrySource;
import dev.annals.processor.stage.Rehearsal;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.View;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.IndexAuditSessions;
import dev.annals.registry.SchemaRegistry;
import dev.annals.topic.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * All parts of a running Annals. They start in the order of the data's way, so that each finds what it needs, and stop in the
 * opposite one, so that nothing is cut off while it still has work.
 */
public final class Service implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;
    /** A stop may take ten seconds in all. */
    private static final Duration PUBLISHER_CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Closing parts;
    private final KafkaSource kafka;
    private final Topics topics;
    private final PipelineStatus status;
    private final ApiServer api;
    private final UpSettings settings;
    private final Optional<String> note;
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    private Service(UpSettings settings, DataDirectory directory, InstantSource clock, Closing parts) {
        this.parts = parts;
        this.settings = settings;
        Rehearsal rehearsal = parts.add(rehearse());
        this.kafka = parts.add(KafkaSource.open(settings, directory));
        Admin admin = parts.add(KafkaAnswers.admin(kafka.bootstrap(), settings.kafkaClient()));
        this.topics = new TopicSetup(admin, kafka.bootstrap()).ensure(settings.topics(), settings.replication());
        HeldKeys keys = new HeldKeys(settings.processing().redactionKey());
        Optional<RegistrySource> registry =
                settings.registry().map(given -> parts.add(new RegistrySource(new SchemaRegistry(given), topics)));
        Pipeline pipeline = new Pipeline(settings, directory, topics, kafka.bootstrap(), keys, registry);
        LostPosition positions = new LostPosition(admin, settings.kafkaClient(), kafka.bootstrap(), topics);
        positions.refuse();
        LogEpoch epoch = new LogEpoch(
                new EpochLog(admin, kafka.bootstrap(), settings.kafkaClient(), topics, keys), keys, topics.changes());
        this.note = epoch.note(epoch.agree(settings.processing(), positions.wasProcessed()));
        rehearsal.close();
        // The view goes first: it can answer while the processor, after a crash, still reads its state again.
        Revived<View> view = new Revived<>(
                "view",
                pipeline::view,
                running -> Streams.isDead(running.streams()),
                running -> positions
                        .lookAfterFailure()
                        .or(() -> Streams.otherLog(running.failure().orElse(null))),
                failure::complete);
        parts.add(view);
        Revived<Processor> processor = new Revived<>(
                "processor",
                pipeline::processor,
                Processor::isDead,
                running -> positions.lookAfterFailure().or(running::hopeless),
                failure::complete);
        // Both close at the same time: together they may take no longer than one of them. Closing twice does no harm.
        parts.add(Closing.together(processor, view));
        IndexAccess indexes = Pipeline.indexes(view);
        LogProbe probe = parts.add(new LogProbe(
                admin,
                topics.prefix() + "-readiness",
                List.of(topics.changes(), topics.activities(), topics.commits()),
                settings.data(),
                failure::complete));
        LogPositions processed =
                new LogPositions(admin, Pipeline.processorGroup(topics), topics.changes(), topics.partitions());
        this.status = new PipelineStatus(
                processed,
                topics.partitions(),
                () -> processor.current().counters(),
                () -> processor.current().epochs(),
                indexes,
                new PipelineStatus.Troubles(
                        () -> processor.isDown(Processor::isRunning),
                        probe::trouble,
                        () -> registry.flatMap(RegistrySource::trouble)));
        ChangePublisher publisher = new ChangePublisher(
                PublisherSettings.prompt(kafka.bootstrap(), topics.changes()).overriding(settings.kafkaClient()));
        parts.add(() -> publisher.close(PUBLISHER_CLOSE_LIMIT));
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.ifPresent(source -> measure(source, meters));
        Visibility visibility =
                new Visibility(processed, () -> processor.current().counters(), indexes);
        this.api = parts.add(api(directory, clock, publisher, indexes, visibility, meters));
        settings.mapping()
                .flatMap(mapping ->
                        Bridge.start(new BridgeSettings(kafka.bootstrap(), topics, settings.kafkaClient()), mapping))
                .ifPresent(parts::add);
        new LogIdentity(KafkaAnswers.cluster(admin, kafka.bootstrap()), topics.prefix()).keep(directory);
        Running.here(url(), kafka.bootstrap()).announce(directory);
        parts.add(() -> Running.conceal(directory));
    }

    private static void measure(RegistrySource registry, PrometheusMeterRegistry meters) {
        Gauge.builder(
                        "annals.schema.registry.up",
                        registry,
                        source -> source.trouble().isEmpty() ? 1 : 0)
                .description("0 while the schema registry does not answer and something waits for it")
                .register(meters);
        Gauge.builder("annals.schemas.waiting", registry, RegistrySource::waiting)
                .description("Schema ids that the registry is being asked for; their records are held back")
                .register(meters);
    }

    /** Has the JVM compile the stages and the indexing meanwhile: until the broker listens, there is nothing else to do. */
    private static Rehearsal rehearse() {
        Rehearsal rehearsal = new Rehearsal(
                row -> Dialects.INDEXING.document(ActivityAvro.decode(row).orElseThrow(), row));
        Thread thread = new Thread(rehearsal, "annals-rehearsal");
        thread.setDaemon(true);
        thread.start();
        return rehearsal;
    }

    /** Starts everything. Fails with a sentence, and then with nothing left running. */
    public static Service start(UpSettings settings, DataDirectory directory, InstantSource clock) {
        Closing parts = new Closing();
        try {
            return new Service(settings, directory, clock, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Brokers of the Kafka in use. */
    public String bootstrap() {
        return kafka.bootstrap();
    }

    /** The process of the embedded broker; another after each restart. */
    OptionalLong brokerPid() {
        return kafka.brokerPid();
    }

    /** The topics in use. */
    public Topics topics() {
        return topics;
    }

    /** What a person should know of the settings that the log has; empty when nothing. */
    public Optional<String> note() {
        return note;
    }

    /** Where the API is. */
    public String url() {
        String host = settings.http().host();
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + api.port();
    }

    /** How far the events have come. */
    public Answer<Status> status() {
        return status.status();
    }

    /** Waits until the service cannot go on, which then is told as a {@link Problem}. */
    public void awaitFailure() throws InterruptedException {
        try {
            throw new Problem(failure.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a failure is completed with a sentence and nothing else", e);
        }
    }

    private void throwFailure() {
        String sentence = failure.getNow("");
        if (!sentence.isEmpty()) {
            throw new Problem(sentence);
        }
    }

    /** Waits until the API can answer every question, whether or not the processor has caught up. */
    public void awaitReady() throws InterruptedException {
        while (!status.queries().isReady()) {
            throwFailure();
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Waits until everything that is on the log now can be seen. */
    public void awaitVisible() throws InterruptedException {
        while (!(status.status() instanceof Answer.Ready<Status> ready
                && ready.value().tenants().values().stream().allMatch(tenant -> tenant.lag() == 0))) {
            throwFailure();
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() {
        parts.close();
    }

    private ApiServer api(
            DataDirectory directory,
            InstantSource clock,
            ChangePublisher publisher,
            IndexAccess indexes,
            Visibility visibility,
            PrometheusMeterRegistry meters) {
        Authenticator authenticator = new TokenStore(new TokenFile(directory.tokens()), clock);
        AuditSessions sessions = new IndexAuditSessions(
                indexes,
                Dialects.INDEXING,
                row -> ActivityAvro.decode(row).orElseThrow(),
                row -> CommitAvro.decode(row).orElseThrow(),
                settings.queryTimeout());
        List<Dialect> dialects = Dialects.open(new DialectProvider.Services(
                sessions,
                new PublisherSink(publisher),
                authenticator,
                clock,
                settings.zone(),
                settings.dialectSizes()));
        ApiServer server = new ApiServer(
                new ApiSettings(
                        settings.http().host(),
                        settings.http().port(),
                        settings.http().limits(),
                        settings.http().trustedProxies(),
                        settings.http().accessLog()),
                authenticator,
                status,
                dialects,
                List.of(
                        new GatewayMount(new ChangeGateway(publisher, GatewaySettings.DEFAULT), visibility),
                        new RejectsMount(
                                kafka.bootstrap(), settings.kafkaClient(), topics, publisher, registeredSchemas()),
                        new HistoryRoutes(sessions, clock)),
                meters);
        try {
            return server.start();
        } catch (RuntimeException e) {
            throw unbound(e);
        }
    }

    /** The schemas of the registry for whoever reads single records. */
    private RegisteredSchemas registeredSchemas() {
        if (settings.registry().isEmpty()) {
            return RegisteredSchemas.NONE;
        }
        SchemaRegistry client = new SchemaRegistry(settings.registry().get());
        return id -> client.schema(id)
                .fold(
                        found -> new Decoded.Accepted<>(RegisteredSchema.of(found.value())),
                        refused -> new Decoded.Refused<>(Reject.Reason.UNKNOWN_SCHEMA, refused.sentence()),
                        away -> new Decoded.Refused<>(Reject.Reason.UNKNOWN_SCHEMA, away.sentence()));
    }

    private RuntimeException unbound(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new Problem(
                        "port " + settings.http().port() + " on "
                                + settings.http().host()
                                + " is taken or not ours; choose another with --http-port (0 = any free port)",
                        e);
            }
        }
        return e;
    }
}
