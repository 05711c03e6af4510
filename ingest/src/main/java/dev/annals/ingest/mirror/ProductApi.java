package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a product's API for JSON. Thread-safe. */
public final class ProductApi {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final int TOO_MANY = 429;
    private static final int MOST_WISH_SECONDS = 600;

    private final HttpClient http;
    private final URI base;
    private final String header;
    private final String scheme;
    private final @Nullable Path token;

    /**
     * The API of a product.
     *
     * @param base where the product is, as a browser shows it
     * @param header that carries the token
     * @param scheme what stands before the token, with its blank
     * @param token the file with the token, which is read again for each request so that it may be replaced; absent for none
     */
    public ProductApi(URI base, String header, String scheme, @Nullable Path token) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.header = header;
        this.scheme = scheme;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /**
     * An answer.
     *
     * @param time of the product's clock; absent when it did not say
     */
    public record Reply(JsonNode json, Optional<Instant> time) {}

    /** What stands at a path of the product, or at a link that it gave. Fails with {@link ProductAway} or {@link ProductRefused}. */
    Reply get(String path) {
        URI uri = base.resolve(path);
        if (!isSameOrigin(uri)) {
            throw new ProductRefused("the product's answer links to " + uri.getAuthority() + " (expected: "
                    + base.getAuthority() + "); the token is not sent there");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(ANSWER).header("Accept", "application/json");
        if (token != null) {
            request.header(header, scheme + token());
        }
        HttpResponse<byte[]> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new ProductAway(base + " does not answer (" + e + ")", Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProductAway("interrupted", Duration.ZERO);
        }
        int status = response.statusCode();
        if (status == TOO_MANY || status >= 500) {
            throw new ProductAway(base + " answers " + status + " just now", wish(response));
        }
        if (status != 200) {
            throw new ProductRefused(uri + " answers " + status
                    + (status == 401 || status == 403
                            ? "; give a token that may read the history with --token-file"
                            : "; is --url where a browser shows the product?"));
        }
        try {
            return new Reply(
                    Json.tree(new String(response.body(), StandardCharsets.UTF_8)),
                    response.headers().firstValue("Date").flatMap(ProductApi::time));
        } catch (MalformedJson e) {
            throw new ProductRefused(
                    uri + " answers with something that is not JSON; is --url where a browser shows the product?");
        }
    }

    /** What tells this product from another of its kind. */
    String authority() {
        return base.getAuthority();
    }

    private boolean isSameOrigin(URI uri) {
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getAuthority().equalsIgnoreCase(String.valueOf(uri.getAuthority()));
    }

    private String token() {
        try {
            return Files.readString(java.util.Objects.requireNonNull(token)).strip();
        } catch (IOException e) {
            throw new ProductRefused("the token cannot be read from " + token + " (" + e.getMessage() + ")");
        }
    }

    private static Duration wish(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Math.min(Integer.parseInt(text), MOST_WISH_SECONDS)))
                .orElse(Duration.ZERO);
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
