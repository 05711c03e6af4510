package dev.annals.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the token in a request. The clients of each product send their own kind of header, and all kinds carry the same
 * tokens on every path.
 */
public final class Credentials {
    private Credentials() {}

    /** The token of a request; empty when it carries none. A header goes before what only one dialect's clients use. */
    static Optional<String> token(Request request, Dialect dialect) {
        return inHeaders(request).or(() -> dialect.token(request));
    }

    /** The token in the headers of a request. */
    public static Optional<String> inHeaders(Request request) {
        return request.header("X-Authentication")
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .or(() -> request.header("Authorization").flatMap(Credentials::fromAuthorization));
    }

    static Optional<String> fromAuthorization(String header) {
        String[] parts = header.strip().split("\\s+", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer", "token" -> Optional.of(unquoted(parts[1].strip()));
            case "basic" -> password(parts[1].strip());
            default -> Optional.empty();
        };
    }

    // SD Elements' documentation prints the token in quotes; its clients send none.
    private static String unquoted(String token) {
        boolean quoted = token.length() > 1 && token.startsWith("\"") && token.endsWith("\"");
        return quoted ? token.substring(1, token.length() - 1) : token;
    }

    private static Optional<String> password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
