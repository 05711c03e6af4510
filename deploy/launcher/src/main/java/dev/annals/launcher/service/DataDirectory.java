package dev.annals.launcher.service;

import dev.annals.broker.ProcessLock;
import dev.annals.launcher.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The directory of one Annals: {@code kafka} (the log), {@code state} (views and processor state), {@code logs},
 * {@code tokens.json}, {@code admin.token}. One service at a time has it open.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final ProcessLock lock;

    private DataDirectory(Path root, ProcessLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Opens the directory, made if it is not there, for this process alone. Fails with {@link Problem}. */
    public static DataDirectory open(Path root) {
        return openUnlessInUse(root).orElseThrow(() -> inUse(root));
    }

    /** The same; empty when another process has it open. */
    static Optional<DataDirectory> openUnlessInUse(Path root) {
        try {
            makePrivate(root);
            Optional<ProcessLock> lock = ProcessLock.acquire(root.resolve("lock"), Duration.ZERO);
            if (lock.isEmpty()) {
                return Optional.empty();
            }
            DataDirectory directory = new DataDirectory(root, lock.get());
            Files.createDirectories(directory.logs());
            Files.createDirectories(directory.state());
            return Optional.of(directory);
        } catch (IOException e) {
            throw new Problem(
                    "the data directory " + root + " cannot be used (" + e + "); name another with --data", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while opening the data directory " + root, e);
        }
    }

    /** The embedded broker's log. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** What Kafka Streams and the views keep. */
    public Path state() {
        return root.resolve("state");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path tokens() {
        return tokens(root);
    }

    public Path adminToken() {
        return adminToken(root);
    }

    /** Where a running service says how it is reached. */
    public Path running() {
        return running(root);
    }

    /** Which log the directory belongs to. */
    Path log() {
        return log(root);
    }

    /** The records of the logs that the view passes over. */
    Path skippedRecords() {
        return root.resolve("skipped-records");
    }

    /** Exists once the sample was loaded. */
    public Path sampleMarker() {
        return root.resolve("sample.loaded");
    }

    /** The token file of a directory that somebody else may have open. */
    public static Path tokens(Path root) {
        return root.resolve("tokens.json");
    }

    /** The first administrator's token of a directory that somebody else may have open. */
    public static Path adminToken(Path root) {
        return root.resolve("admin.token");
    }

    static Path log(Path root) {
        return root.resolve("log.properties");
    }

    static Path running(Path root) {
        return root.resolve("running.properties");
    }

    @Override
    public void close() {
        lock.close();
    }

    private static Problem inUse(Path root) {
        OptionalLong holder = ProcessLock.holder(root.resolve("lock"));
        return new Problem("another Annals" + (holder.isPresent() ? " (process " + holder.getAsLong() + ")" : "")
                + " is using the data directory " + root + "; stop it, or name another with --data");
    }

    private static void makePrivate(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            if (Files.getFileStore(root).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }
}
