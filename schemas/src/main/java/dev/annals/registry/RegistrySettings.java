package dev.annals.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a schema registry is reached and used. The properties have the names that Confluent's serializers give them, so that the same file serves both.
 *
 * @param urls one or more addresses of the same registry, tried in order
 * @param authorization the value of the Authorization header; empty for none. Never shown
 * @param headers further headers of every request
 * @param tls stores of certificates; empty for those of the Java runtime
 * @param connectTimeout of a connection
 * @param readTimeout of an answer
 * @param writing how schemas that are written under get their ids
 */
public record RegistrySettings(
        List<URI> urls,
        Optional<String> authorization,
        Map<String, String> headers,
        Optional<RegistryTls> tls,
        Duration connectTimeout,
        Duration readTimeout,
        Writing writing) {
    public static final String URL = "schema.registry.url";

    private static final String BASIC_SOURCE = "basic.auth.credentials.source";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String PREFIXED_USER_INFO = "schema.registry.basic.auth.user.info";
    private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    private static final String BEARER_TOKEN = "bearer.auth.token";
    private static final String AUTO_REGISTER = "auto.register.schemas";
    private static final String USE_LATEST = "use.latest.version";
    private static final String NORMALIZE = "normalize.schemas";
    private static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    private static final String READ_TIMEOUT = "http.read.timeout.ms";
    private static final String SUBJECT_STRATEGY = "value.subject.name.strategy";
    private static final String HEADER_PREFIX = "request.header.";
    private static final String TOPIC_STRATEGY = "TopicNameStrategy";
    private static final List<String> KNOWN = List.of(
            URL,
            BASIC_SOURCE,
            USER_INFO,
            PREFIXED_USER_INFO,
            BEARER_SOURCE,
            BEARER_TOKEN,
            AUTO_REGISTER,
            USE_LATEST,
            NORMALIZE,
            CONNECT_TIMEOUT,
            READ_TIMEOUT,
            SUBJECT_STRATEGY);
    /** Properties of Confluent's serializers that change nothing here: what they bound is bounded otherwise, or what they choose there is no choice. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "max.schemas.per.subject",
            "latest.compatibility.strict",
            "latest.cache.size",
            "latest.cache.ttl.sec",
            "avro.use.logical.type.converters",
            "avro.remove.java.properties",
            "specific.avro.reader",
            "max.retries",
            "retries.wait.ms",
            "retries.max.wait.ms");

    private static final int DEFAULT_CONNECT_MILLIS = 5_000;
    private static final int DEFAULT_READ_MILLIS = 10_000;
    private static final int MOST_MILLIS = 600_000;

    /**
     * How a schema gets its id before records are written under it.
     *
     * @param autoRegister whether it is registered when the subject does not have it
     * @param useLatest whether it must be the latest of the subject; with {@code autoRegister} off
     * @param normalize whether the registry is to compare schemas in normal form
     */
    public record Writing(boolean autoRegister, boolean useLatest, boolean normalize) {}

    public RegistrySettings {
        urls = List.copyOf(urls);
        headers = Map.copyOf(headers);
    }

    /** A registry at one address, with the defaults of everything else. */
    public static RegistrySettings at(String url) {
        return of(Map.of(URL, url));
    }

    /** The settings in properties of Confluent's names. Fails with {@link BadRegistrySetting}. */
    public static RegistrySettings of(Map<String, String> properties) {
        TreeSet<String> unknown = new TreeSet<>(properties.keySet());
        KNOWN.forEach(unknown::remove);
        WITHOUT_EFFECT.forEach(unknown::remove);
        unknown.removeIf(name -> name.startsWith(HEADER_PREFIX) || RegistryTls.isProperty(name));
        if (!unknown.isEmpty()) {
            throw new BadRegistrySetting(
                    "schema registry: " + unknown + " is no property that is known here (expected: "
                            + String.join(", ", KNOWN) + ", " + HEADER_PREFIX + "*, " + RegistryTls.PREFIX + "*)");
        }
        subjectStrategy(properties);
        List<URI> urls = urls(properties);
        return new RegistrySettings(
                urls.stream().map(RegistrySettings::withoutUser).toList(),
                authorization(properties, urls),
                headers(properties),
                RegistryTls.of(properties),
                millis(properties, CONNECT_TIMEOUT, DEFAULT_CONNECT_MILLIS),
                millis(properties, READ_TIMEOUT, DEFAULT_READ_MILLIS),
                new Writing(
                        flag(properties, AUTO_REGISTER, true),
                        flag(properties, USE_LATEST, false),
                        flag(properties, NORMALIZE, false)));
    }

    /** The subject under which schemas of a topic's values are registered. */
    public static String subject(String topic) {
        return topic + "-value";
    }

    @Override
    public String toString() {
        return "RegistrySettings" + urls;
    }

    private static void subjectStrategy(Map<String, String> properties) {
        String strategy = properties.getOrDefault(SUBJECT_STRATEGY, TOPIC_STRATEGY);
        if (!strategy.substring(strategy.lastIndexOf('.') + 1).equals(TOPIC_STRATEGY)) {
            throw new BadRegistrySetting(SUBJECT_STRATEGY + ": '" + strategy + "' (expected: " + TOPIC_STRATEGY
                    + ", under which every topic of Annals has one schema)");
        }
    }

    private static List<URI> urls(Map<String, String> properties) {
        String text = properties.getOrDefault(URL, "");
        List<URI> urls = new ArrayList<>();
        for (String url : Arrays.stream(text.split(",")).map(String::strip).toList()) {
            URI uri = uri(url);
            if (uri == null) {
                throw new BadRegistrySetting(URL + ": '" + url.replaceAll("//[^/]*@", "//…@")
                        + "' (expected: an http or https address such as http://registry:8081, several with commas)");
            }
            urls.add(uri);
        }
        return urls;
    }

    private static @Nullable URI uri(String url) {
        try {
            URI uri = new URI(url.replaceAll("/+$", ""));
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static URI withoutUser(URI uri) {
        try {
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an address without its user is no address; it always is", e);
        }
    }

    private static Optional<String> authorization(Map<String, String> properties, List<URI> urls) {
        Optional<String> basic = basic(properties, urls);
        String source = properties.getOrDefault(BEARER_SOURCE, "");
        String token = properties.getOrDefault(BEARER_TOKEN, "");
        if (source.isEmpty() && token.isEmpty()) {
            return basic;
        }
        if (basic.isPresent()) {
            throw new BadRegistrySetting(
                    BASIC_SOURCE + " and " + BEARER_SOURCE + " are both set (expected: one of them)");
        }
        if (!source.equals("STATIC_TOKEN") || token.isBlank() || hasControl(token)) {
            throw new BadRegistrySetting(BEARER_SOURCE + ": '" + source + "' " + (token.isBlank() ? "without" : "with")
                    + " a usable " + BEARER_TOKEN + " (expected: STATIC_TOKEN and a token in one line)");
        }
        return Optional.of("Bearer " + token.strip());
    }

    private static Optional<String> basic(Map<String, String> properties, List<URI> urls) {
        @Nullable String given = properties.getOrDefault(USER_INFO, properties.get(PREFIXED_USER_INFO));
        @Nullable String inUrl = urls.get(0).getUserInfo();
        String source = properties.getOrDefault(BASIC_SOURCE, inUrl == null ? "" : "URL");
        @Nullable
        String user = switch (source) {
            case "USER_INFO" -> given;
            case "URL", "" -> inUrl;
            default -> throw new BadRegistrySetting(BASIC_SOURCE + ": '" + source + "' (expected: USER_INFO or URL)");
        };
        if (user == null && (!source.isEmpty() || given != null)) {
            throw new BadRegistrySetting(BASIC_SOURCE + ": '" + source + "' has no user (expected: USER_INFO with "
                    + USER_INFO + "=user:password, or URL with http://user:password@host in " + URL + ")");
        }
        if (user == null) {
            return Optional.empty();
        }
        if (!user.contains(":")) {
            throw new BadRegistrySetting(USER_INFO + ": has no colon (expected: user:password)");
        }
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> headers(Map<String, String> properties) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        properties.forEach((name, value) -> {
            if (name.startsWith(HEADER_PREFIX)) {
                String header = name.substring(HEADER_PREFIX.length());
                if (!header.matches("[A-Za-z0-9-]{1,100}") || hasControl(value)) {
                    throw new BadRegistrySetting(
                            name + ": cannot be a header (expected: a name of letters, digits and '-',"
                                    + " and a value in one line)");
                }
                headers.put(header, value);
            }
        });
        return headers;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    private static boolean flag(Map<String, String> properties, String name, boolean standard) {
        return switch (properties.getOrDefault(name, Boolean.toString(standard)).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new BadRegistrySetting(name + ": '" + properties.get(name) + "' (expected: true or false)");
        };
    }

    private static Duration millis(Map<String, String> properties, String name, int standard) {
        String text = properties.getOrDefault(name, Integer.toString(standard));
        if (text.matches("\\d{1,7}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST_MILLIS) {
            return Duration.ofMillis(Integer.parseInt(text));
        }
        throw new BadRegistrySetting(name + ": '" + text + "' (expected: milliseconds from 1 to " + MOST_MILLIS + ")");
    }
}
