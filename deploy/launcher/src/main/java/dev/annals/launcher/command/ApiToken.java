package dev.annals.launcher.command;

import dev.annals.launcher.Problem;
import dev.annals.launcher.service.DataDirectory;
import dev.annals.launcher.service.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token that a client command asks with, and where it was found, which is said when it is refused.
 *
 * @param secret empty when there is none
 * @param origin for messages: never the secret itself
 */
record ApiToken(String secret, String origin) {

    /**
     * The flag wins, then the directory if a flag names it, then the environment, then the directory.
     *
     * @param service where the token will be sent to. The directory's own goes to the service that runs with the directory and nowhere
     *     else: whoever is named by {@code --url} or {@code ANNALS_URL} could keep it
     */
    static ApiToken find(@Nullable String flag, DataOption data, Map<String, String> environment, URI service) {
        Path directory = data.directory(environment);
        Path file = DataDirectory.adminToken(directory);
        boolean own = Running.in(directory)
                .filter(Running::isAlive)
                .filter(running -> running.isAt(service))
                .isPresent();
        Optional<ApiToken> kept = own ? kept(file) : Optional.empty();
        Optional<ApiToken> variable =
                given(environment.get("ANNALS_TOKEN"), "the token of the environment variable ANNALS_TOKEN");
        return given(flag, "the token given with --token")
                .or(() -> data.isFlagged() ? kept.or(() -> variable) : variable.or(() -> kept))
                .orElseGet(() -> new ApiToken(
                        "",
                        "no token (--token and ANNALS_TOKEN are not set, and " + file
                                + (own || !Files.exists(file)
                                        ? " cannot be read)"
                                        : " is sent to the Annals that runs with " + directory + " only)")));
    }

    boolean isPresent() {
        return !secret.isEmpty();
    }

    private static Optional<ApiToken> given(@Nullable String secret, String origin) {
        return Optional.ofNullable(secret)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> sendable(text, origin));
    }

    private static Optional<ApiToken> kept(Path file) {
        try {
            return given(Files.readString(file, StandardCharsets.UTF_8), "the token in " + file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ApiToken sendable(String secret, String origin) {
        if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new Problem(origin + " has characters that no token has (expected: printable ASCII without spaces)");
        }
        return new ApiToken(secret, origin);
    }
}
