package dev.annals.launcher.service;

import dev.annals.epoch.RedactionKeys;
import dev.annals.launcher.Problem;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The redaction keys in their file. Read each time they are asked for, which is seldom, so that a running service finds a key that was added. Thread-safe. */
final class HeldKeys implements RedactionKeys {
    private final Path file;

    HeldKeys(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    @Override
    public List<RedactionKey> held() {
        try {
            return RedactionKeyFile.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    /** The key that is to be used; empty when there is no file. */
    Optional<RedactionKey> newest() {
        List<RedactionKey> held = held();
        return held.isEmpty() ? Optional.empty() : Optional.of(held.get(held.size() - 1));
    }

    /** Makes the file with a new key; false when it is there already. */
    boolean create() {
        try {
            return RedactionKeyFile.create(file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Removes a key that was made and under which nothing was processed. */
    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Problem unusable(Exception e) {
        return new Problem(
                "the redaction key " + file + " cannot be used (" + e.getMessage()
                        + "); restore it from a backup, or name another with --redaction-key",
                e);
    }
}
