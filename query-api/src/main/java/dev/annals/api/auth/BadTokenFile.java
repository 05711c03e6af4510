package dev.annals.api.auth;

import java.nio.file.Path;

/** A token file that does not hold what it should; the message says what and never a hash. */
public final class BadTokenFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadTokenFile(Path file, String reason, Throwable cause) {
        super("token file " + file + ": " + reason + "; mend it, or remove it to begin without tokens", cause);
    }
}
