package dev.annals.launcher.service;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/** Writes small files that other processes read: whole or not at all. */
final class PropertiesFile {
    private PropertiesFile() {}

    static void replace(Path file, Properties properties, String comment) {
        StringWriter text = new StringWriter();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            properties.store(text, comment);
            Files.writeString(fresh, text.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
