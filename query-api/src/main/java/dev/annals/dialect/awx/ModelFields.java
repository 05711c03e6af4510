package dev.annals.dialect.awx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that the objects of AWX have, by type, as far as anybody may filter by them; read from {@code fields.txt}. */
final class ModelFields {
    /** What the values of a field are. */
    enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        TIME,
        JSON,
        RELATION
    }

    private static final Map<String, Map<String, Kind>> BY_TYPE = read();

    private ModelFields() {}

    /** The kind of a field; null when objects of the type have no such field, or when AWX has no such type. */
    static @Nullable Kind kind(String type, String name) {
        return BY_TYPE.getOrDefault(type, Map.of()).get(name);
    }

    private static Map<String, Map<String, Kind>> read() {
        Map<String, Map<String, Kind>> byType = new HashMap<>();
        try (InputStream in = ModelFields.class.getResourceAsStream("fields.txt")) {
            if (in == null) {
                throw new IllegalStateException("fields.txt is not on the class path; the build must package it");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split(" ")))
                    .forEach(words -> add(words, byType));
        } catch (IOException e) {
            throw new UncheckedIOException("fields.txt cannot be read", e);
        }
        return byType;
    }

    private static void add(List<String> words, Map<String, Map<String, Kind>> byType) {
        Kind kind = Kind.valueOf(words.get(1).toUpperCase(Locale.ROOT));
        Map<String, Kind> fields = byType.computeIfAbsent(words.get(0), type -> new HashMap<>());
        words.subList(2, words.size()).forEach(name -> fields.put(name, kind));
    }
}
