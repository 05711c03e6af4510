package dev.annals.launcher.config;

import dev.annals.api.ApiSettings;
import dev.annals.api.DialectProvider;
import dev.annals.broker.BrokerJvm;
import dev.annals.dialect.Dialects;
import dev.annals.ingest.mapping.InvalidMapping;
import dev.annals.ingest.mapping.Mapping;
import dev.annals.ingest.mapping.MappingFile;
import dev.annals.redact.RedactionRules;
import dev.annals.registry.RegistrySettings;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The settings of a running Annals, checked.
 *
 * @param bootstrap an existing Kafka; empty for the embedded broker
 * @param kafkaClient further settings of every Kafka client, bootstrap servers not among them
 * @param registry the schema registry; empty for none
 * @param topics as they are made when they are not there
 * @param replication of the topics then; empty for Kafka's default
 * @param mapping which foreign topics are read, and how; empty for none
 * @param nativeMegabytes memory outside the heap, for the processor and the view together
 * @param zone where times without an offset are local to
 * @param dialectSizes numbers of rows that dialects leave to the deployment, by the names of their settings
 */
public record UpSettings(
        Path data,
        Http http,
        Optional<String> bootstrap,
        Map<String, String> kafkaClient,
        Optional<RegistrySettings> registry,
        Topics topics,
        Optional<Short> replication,
        Optional<Mapping> mapping,
        Broker broker,
        int nativeMegabytes,
        Processing processing,
        Duration queryTimeout,
        ZoneId zone,
        Map<String, Integer> dialectSizes) {

    /**
     * Where the API listens, and what it bears.
     *
     * @param trustedProxies addresses and networks whose X-Forwarded- headers are believed
     */
    public record Http(
            String host, int port, ApiSettings.Limits limits, List<String> trustedProxies, boolean accessLog) {}

    /** The embedded broker. */
    public record Broker(int port, int heapMegabytes) {}

    /**
     * What the processor is to do with the events, as far as somebody said it. The log keeps these settings: what is not given is as the log has it,
     * and what is given must be so.
     *
     * @param redactionRules lines of configuration, without the names that are always masked
     * @param redactionKey the file of the key, which is made together with the log's first epoch
     */
    public record Processing(
            Optional<Duration> commitGap,
            Optional<Duration> deduplicationHorizon,
            Optional<List<String>> redactionRules,
            Path redactionKey) {}

    private static final Duration DAY = Duration.ofDays(1);
    /** A stop takes ten seconds at most, and other parts need some of them. */
    private static final Duration MOST_STOP = Duration.ofSeconds(5);

    private static final int MEGABYTE = 1024 * 1024;
    private static final Duration TEN_YEARS = Duration.ofDays(3650);
    private static final int MOST_PARTITIONS = 1024;
    private static final int MOST_REPLICAS = 100;
    private static final int LEAST_NATIVE_MEGABYTES = 64;
    private static final int MOST_HEAP_MEGABYTES = 1024 * 1024;

    /** The settings that the sources give. Fails with {@link InvalidSetting}. */
    public static UpSettings of(Sources sources) {
        Optional<String> bootstrap = sources.text(Setting.BOOTSTRAP);
        if (bootstrap.isPresent()) {
            sources.matching(
                    Setting.BOOTSTRAP, "[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*", "HOST:PORT, several with commas");
        }
        Path data = sources.path(Setting.DATA).orElseThrow().toAbsolutePath().normalize();
        return new UpSettings(
                data,
                http(sources),
                bootstrap,
                sources.path(Setting.KAFKA_PROPERTIES)
                        .map(UpSettings::kafkaProperties)
                        .orElse(Map.of()),
                registry(sources),
                topics(sources),
                sources.text(Setting.TOPIC_REPLICATION)
                        .<Short>map(text -> (short) sources.integer(Setting.TOPIC_REPLICATION, 1, MOST_REPLICAS)),
                sources.path(Setting.MAPPING).map(UpSettings::mapping),
                new Broker(
                        sources.port(Setting.KAFKA_PORT),
                        sources.integer(Setting.BROKER_HEAP, BrokerJvm.SMALLEST_HEAP_MEGABYTES, MOST_HEAP_MEGABYTES)),
                sources.integer(Setting.NATIVE_MEMORY, LEAST_NATIVE_MEGABYTES, MOST_HEAP_MEGABYTES),
                processing(sources, data),
                sources.duration(Setting.QUERY_TIMEOUT, Duration.ofMillis(100), DAY),
                sources.zone(Setting.TIME_ZONE).orElseGet(ZoneId::systemDefault),
                Dialects.sizes().stream()
                        .collect(Collectors.toMap(
                                DialectProvider.Size::setting,
                                size -> sources.integer(
                                        Setting.ofKey(size.setting()).orElseThrow(), 1, size.most()))));
    }

    private static Http http(Sources sources) {
        ApiSettings.Limits limits = new ApiSettings.Limits(
                sources.integer(Setting.HTTP_THREADS, 4, 10_000),
                sources.integer(Setting.HTTP_CONNECTIONS, 16, 1_000_000),
                sources.integer(Setting.HTTP_CONNECTIONS_PER_ADDRESS, 0, 1_000_000),
                sources.integer(Setting.HTTP_REQUESTS_PER_ADDRESS, 0, 1_000_000),
                ApiSettings.Limits.DEFAULT.headerBytes(),
                sources.duration(Setting.HTTP_IDLE_TIMEOUT, Duration.ofSeconds(1), DAY),
                sources.duration(Setting.HTTP_HEADER_TIMEOUT, Duration.ofSeconds(1), DAY),
                sources.integer(Setting.HTTP_MINIMUM_RATE, 0, MEGABYTE),
                ApiSettings.Limits.DEFAULT.paceWindow(),
                (long) MEGABYTE * sources.integer(Setting.HTTP_BODY_MEMORY, 32, MOST_HEAP_MEGABYTES),
                (long) MEGABYTE * sources.integer(Setting.HTTP_ANSWER_MEMORY, 16, MOST_HEAP_MEGABYTES),
                sources.duration(Setting.HTTP_STOP_TIMEOUT, Duration.ZERO, MOST_STOP));
        return new Http(
                sources.required(Setting.HTTP_HOST),
                sources.port(Setting.HTTP_PORT),
                limits,
                Arrays.asList(sources.matching(
                                Setting.TRUSTED_PROXIES,
                                "(none|[0-9a-fA-F:./-]+(,[0-9a-fA-F:./-]+)*)",
                                "addresses and networks such as 10.0.0.0/8, several with commas, or none")
                        .replace("none", "")
                        .split(",")),
                sources.matching(Setting.ACCESS_LOG, "on|off", "on or off").equals("on"));
    }

    private static Processing processing(Sources sources, Path data) {
        return new Processing(
                sources.given(Setting.COMMIT_GAP)
                        .map(text -> sources.duration(Setting.COMMIT_GAP, Duration.ofMillis(1), DAY)),
                sources.given(Setting.DEDUPLICATION_HORIZON)
                        .map(text -> sources.duration(Setting.DEDUPLICATION_HORIZON, Duration.ofSeconds(1), TEN_YEARS)),
                sources.path(Setting.REDACTION_RULES).map(UpSettings::redactionRules),
                sources.path(Setting.REDACTION_KEY)
                        .orElse(data.resolve("redaction.key"))
                        .toAbsolutePath());
    }

    /** Rules from a file; blank lines and those that begin with # are none. */
    private static List<String> redactionRules(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return RedactionRules.parse(lines.map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .toList())
                    .own();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new InvalidSetting(
                    Setting.REDACTION_RULES.key() + ": the file " + file + " cannot be used (" + e.getMessage() + ")");
        }
    }

    private static Optional<RegistrySettings> registry(Sources sources) {
        Map<String, String> properties = new TreeMap<>(sources.path(Setting.SCHEMA_REGISTRY_PROPERTIES)
                .map(file -> properties(Setting.SCHEMA_REGISTRY_PROPERTIES, file))
                .orElse(Map.of()));
        sources.text(Setting.SCHEMA_REGISTRY_URL).ifPresent(url -> properties.put(RegistrySettings.URL, url));
        try {
            return properties.isEmpty() ? Optional.empty() : Optional.of(RegistrySettings.of(properties));
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(Setting.SCHEMA_REGISTRY_PROPERTIES.key() + ": " + e.getMessage());
        }
    }

    private static Mapping mapping(Path file) {
        try {
            return MappingFile.read(file);
        } catch (InvalidMapping e) {
            throw new InvalidSetting(Setting.MAPPING.key() + ": " + e.getMessage());
        }
    }

    private static Topics topics(Sources sources) {
        return new Topics(
                sources.matching(
                        Setting.TOPIC_PREFIX,
                        "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}",
                        "1 to 100 letters, digits and . _ -, not beginning with a dot"),
                sources.integer(Setting.TOPIC_PARTITIONS, 1, MOST_PARTITIONS));
    }

    /** Settings for Kafka clients from a properties file. Fails with {@link InvalidSetting}. */
    public static Map<String, String> kafkaProperties(Path file) {
        Map<String, String> settings = properties(Setting.KAFKA_PROPERTIES, file);
        if (settings.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new InvalidSetting(Setting.KAFKA_PROPERTIES.key() + ": the file " + file
                    + " sets bootstrap.servers (expected: everything else; give the brokers with --bootstrap)");
        }
        return settings;
    }

    private static Map<String, String> properties(Setting setting, Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSetting(setting.key() + ": the file " + file + " cannot be read (" + e.getMessage() + ")");
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
