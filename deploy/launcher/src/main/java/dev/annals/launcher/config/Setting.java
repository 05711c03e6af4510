package dev.annals.launcher.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set for {@code annals up}: each has a flag, an environment variable and a line in the configuration
 * file, and all three are named after it. The flag wins, then the environment, then the file, then the default.
 */
public enum Setting {
    DATA("data", "DIR", "data", "The directory for everything that is kept: the log, the views, tokens, logs."),
    HTTP_HOST("http-host", "HOST", "127.0.0.1", "The address the API listens on; 0.0.0.0 for every interface."),
    HTTP_PORT("http-port", "PORT", "8080", "The port of the API; 0 for any free port."),
    HTTP_THREADS(
            "http-threads",
            "N",
            "256",
            "Requests that are worked on at once, beside a quarter of it that bring events in; of one client four"
                    + " times as many wait, more are told 503."),
    HTTP_CONNECTIONS("http-connections", "N", "4096", "Connections that may be open at once."),
    HTTP_CONNECTIONS_PER_ADDRESS(
            "http-connections-per-address",
            "N",
            "0",
            "Connections of one address; those that wait for a request are closed when it has more. 0 for any number."),
    HTTP_REQUESTS_PER_ADDRESS(
            "http-requests-per-address",
            "N",
            "0",
            "Requests of one address that are worked on or wait; more are told 503. 0 for any number."),
    HTTP_IDLE_TIMEOUT("http-idle-timeout", "TIME", "30s", "How long a connection may be silent."),
    HTTP_HEADER_TIMEOUT(
            "http-header-timeout",
            "TIME",
            "10s",
            "How long request line and headers may take from their first byte on."),
    HTTP_MINIMUM_RATE(
            "http-minimum-rate",
            "BYTES",
            "1024",
            "Bytes a second that a client must send of a body or take of an answer, over ten seconds; 0 for any rate."),
    HTTP_BODY_MEMORY(
            "http-body-memory", "MB", "64", "Request bodies in memory; when it is full the slowest is refused."),
    HTTP_ANSWER_MEMORY("http-answer-memory", "MB", "64", "Answers in memory that clients have yet to take."),
    HTTP_STOP_TIMEOUT("http-stop-timeout", "TIME", "2s", "How long requests under way may go on when Annals stops."),
    TRUSTED_PROXIES(
            "trusted-proxies",
            "LIST",
            "127.0.0.0/8,::1",
            "Addresses and networks whose X-Forwarded-For and X-Forwarded-Proto are believed; none for nobody's."),
    ACCESS_LOG("access-log", "on|off", "off", "One line of JSON for each request, in access.log beside annals.log."),
    KAFKA_PORT("kafka-port", "PORT", "9092", "The port of the embedded broker on 127.0.0.1; 0 for any free port."),
    BOOTSTRAP(
            "bootstrap",
            "HOST:PORT",
            "",
            "An existing Kafka to use instead of the embedded broker.",
            // ANNALS_BOOTSTRAP belongs to the client commands: whoever exports it for them must not lose their own
            // broker.
            "ANNALS_KAFKA_BOOTSTRAP"),
    KAFKA_PROPERTIES(
            "kafka-properties",
            "FILE",
            "",
            "Further settings for every Kafka client, such as security.protocol and sasl.*."),
    SCHEMA_REGISTRY_URL(
            "schema-registry-url",
            "URL",
            "",
            "A schema registry with Confluent's API: events in its wire format are read, and records of Annals are"
                    + " written in it."),
    SCHEMA_REGISTRY_PROPERTIES(
            "schema-registry-properties",
            "FILE",
            "",
            "Further settings for the schema registry under Confluent's names, such as basic.auth.user.info."),
    TOPIC_PREFIX("topic-prefix", "NAME", "annals", "What the names of the topics begin with."),
    TOPIC_PARTITIONS("topic-partitions", "N", "4", "Partitions of the topics; counts only when the topics are made."),
    TOPIC_REPLICATION(
            "topic-replication",
            "N",
            "",
            "Replicas of the topics; Kafka's own default if not set. Counts only when the topics are made."),
    MAPPING(
            "mapping",
            "FILE",
            "",
            "Which foreign topics of the same Kafka are read, and what becomes of their records: Debezium, JSON, CloudEvents."),
    BROKER_HEAP("broker-heap", "MB", "256", "The heap of the embedded broker in megabytes; at least 128."),
    NATIVE_MEMORY(
            "native-memory",
            "MB",
            "512",
            "Memory outside the heap for the state of the processor and the indexes of the view together, in"
                    + " megabytes; at least 64."),
    COMMIT_GAP(
            "commit-gap",
            "TIME",
            "1s",
            "How long a commit without a size waits for more members, in time of the log: 500ms, 1s, 2m, 1h."),
    DEDUPLICATION_HORIZON(
            "deduplication-horizon",
            "TIME",
            "24h",
            "How long a repeated event is recognised, in time of the log. A longer one needs more disk."),
    REDACTION_RULES(
            "redaction-rules",
            "FILE",
            "",
            "More values to mask: one field name or path such as $.spec.**.key a line. The usual names always are."),
    REDACTION_KEY(
            "redaction-key",
            "FILE",
            "",
            "The secret under which masked values are compared (default: redaction.key in the data directory)."),
    QUERY_TIMEOUT("query-timeout", "TIME", "10s", "How long the questions of one request may take."),
    TIME_ZONE(
            "time-zone",
            "ZONE",
            "",
            "Where times without an offset are local to in SD Elements filters: Europe/Oslo, UTC. The machine's if not"
                    + " set."),
    SDELEMENTS_PAGE_SIZE(
            "sdelements-page-size", "N", "100", "Activities in an SD Elements answer to a request without page_size."),
    AWX_MAX_PAGE_SIZE(
            "awx-max-page-size", "N", "200", "The most activities in an AWX answer; a larger page_size is cut to it."),
    PUPPET_LIMIT("puppet-limit", "N", "1000", "Commits in a Puppet answer to a request without limit.");

    private final String key;
    private final String label;
    private final String defaultText;
    private final String description;
    private final String environment;

    Setting(String key, String label, String defaultText, String description) {
        this(
                key,
                label,
                defaultText,
                description,
                "ANNALS_" + key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    Setting(String key, String label, String defaultText, String description, String environment) {
        this.key = key;
        this.label = label;
        this.defaultText = defaultText;
        this.description = description;
        this.environment = environment;
    }

    /** Its name in the configuration file. */
    public String key() {
        return key;
    }

    /** Its name on the command line. */
    public String flag() {
        return "--" + key;
    }

    /** Its name in the environment. */
    public String environment() {
        return environment;
    }

    /** What stands for its value in help texts. */
    public String label() {
        return label;
    }

    /** Its value when nobody sets it; empty for none. */
    public String defaultText() {
        return defaultText;
    }

    /** One sentence or two. */
    public String description() {
        return description;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
