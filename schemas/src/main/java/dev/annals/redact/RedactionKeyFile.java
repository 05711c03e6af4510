package dev.annals.redact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A file with a {@link RedactionKey} in hexadecimal, readable by its owner only. */
public final class RedactionKeyFile {
    private RedactionKeyFile() {}

    /**
     * The key in the file; a new random one when there is no such file. Two processes that start at once get the same key.
     *
     * @throws IllegalArgumentException when the file holds no key
     */
    public static RedactionKey readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        return RedactionKey.parse(Files.readString(file, StandardCharsets.US_ASCII));
    }

    private static void create(Path file) throws IOException {
        byte[] bytes = new byte[RedactionKey.LENGTH];
        new SecureRandom().nextBytes(bytes);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is a root (expected: the path of a file)");
        }
        Files.createDirectories(directory);
        // Written aside and linked into place whole: nobody ever reads half a key, and the first of two writers wins.
        Path aside = Files.createTempFile(directory, ".key", ".new", ownerOnly());
        try {
            Files.writeString(aside, HexFormat.of().formatHex(bytes) + "\n", StandardCharsets.US_ASCII);
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            return; // the other writer's key is as good
        } catch (UnsupportedOperationException e) {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
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
