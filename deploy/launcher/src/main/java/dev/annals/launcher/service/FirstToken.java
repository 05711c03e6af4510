package dev.annals.launcher.service;

import dev.annals.api.Role;
import dev.annals.api.auth.PrivateFile;
import dev.annals.api.auth.Token;
import dev.annals.api.auth.TokenFile;
import dev.annals.launcher.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The administrator's token that a new data directory begins with: the one given, or one made and kept in a file. */
public final class FirstToken {
    /** The name under which it is listed. */
    public static final String NAME = "admin";

    /** Of a random one; nobody tries so many. */
    private static final int FEWEST_CHARACTERS = 16;

    private static final int MOST_CHARACTERS = 512;

    private FirstToken() {}

    /**
     * Makes sure that a directory without token file has one.
     *
     * @param given the token that the environment gives
     * @return where the token was written, when one was made
     */
    public static Optional<Path> ensure(DataDirectory directory, Optional<String> given, InstantSource clock) {
        TokenFile file = new TokenFile(directory.tokens());
        if (Files.exists(file.path())) {
            return Optional.empty();
        }
        given.ifPresent(FirstToken::check);
        String secret = given.orElseGet(Token::newSecret);
        try {
            // Before the token file: a kill in between leaves a token that is not yet valid and is made anew, not one
            // that nobody has.
            if (given.isEmpty()) {
                PrivateFile.replace(directory.adminToken(), (secret + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new Problem("the administrator's token cannot be written to " + directory.adminToken(), e);
        }
        file.update(none -> List.of(Token.of(NAME, null, Role.ADMIN, clock.instant(), secret)));
        return given.isEmpty() ? Optional.of(directory.adminToken()) : Optional.empty();
    }

    private static void check(String token) {
        boolean usable = token.length() >= FEWEST_CHARACTERS
                && token.length() <= MOST_CHARACTERS
                && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!usable) {
            throw new Problem("ANNALS_TOKEN cannot be a token (expected: " + FEWEST_CHARACTERS + " to "
                    + MOST_CHARACTERS + " printable ASCII characters without spaces)");
        }
    }
}
