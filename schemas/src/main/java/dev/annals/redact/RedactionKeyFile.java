package dev.annals.redact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file with {@link RedactionKey}s, one a line and the newest last, readable by its owner only. Earlier keys stay in the file, because a replay needs
 * the key that each epoch was processed under.
 */
public final class RedactionKeyFile {
    private RedactionKeyFile() {}

    /**
     * The keys in the file, the newest last; none when there is no such file. Blank lines and those that begin with # are none.
     *
     * @throws IllegalArgumentException when the file holds no key, or a line that is none
     */
    public static List<RedactionKey> read(Path file) throws IOException {
        List<RedactionKey> keys;
        try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
            keys = lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(RedactionKey::parse)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("redaction key: the file is empty (expected: a key a line)");
        }
        return keys;
    }

    /** Creates the file with a new random key unless it exists. Of two processes that race one creates it, and the other finds it. */
    public static boolean create(Path file) throws IOException {
        byte[] bytes = new byte[RedactionKey.LENGTH];
        new SecureRandom().nextBytes(bytes);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is a root (expected: the path of a file)");
        }
        Files.createDirectories(directory);
        // Written to a temporary file and linked into place: nobody ever reads half a key, and the first of two
        // writers wins.
        Path aside = Files.createTempFile(directory, ".key", ".new", ownerOnly());
        try {
            Files.writeString(aside, HexFormat.of().formatHex(bytes) + "\n", StandardCharsets.US_ASCII);
            Files.createLink(file, aside);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false; // the other writer's key is as good
        } catch (UnsupportedOperationException e) {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
