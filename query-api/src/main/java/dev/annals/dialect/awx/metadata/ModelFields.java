package dev.annals.dialect.awx.metadata;

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
public final class ModelFields {
    /** What the values of a field are. */
    public enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        TIME,
        JSON,
        RELATION
    }

    private static final Map<String, Map<String, Kind>> BY_TYPE = new HashMap<>();
    private static final Map<String, Map<String, String>> TARGETS = new HashMap<>();

    static {
        read();
    }

    private ModelFields() {}

    /** The kind of a field; null when objects of the type have no such field, or when AWX has no such type. */
    public static @Nullable Kind kind(String type, String name) {
        return BY_TYPE.getOrDefault(type, Map.of()).get(name);
    }

    /** The type of the objects that a relation leads to; {@code ?} when it is none that activities are linked to. */
    public static String target(String type, String relation) {
        return TARGETS.getOrDefault(type, Map.of()).getOrDefault(relation, relation);
    }

    /** Whether a relation leads to one object, whose id is a column. */
    public static boolean isForeignKey(String type, String relation) {
        return kind(type, relation) == Kind.RELATION
                && !relation.endsWith("s")
                && !relation.startsWith("notification_templates_");
    }

    private static void read() {
        try (InputStream in = ModelFields.class.getResourceAsStream("fields.txt")) {
            if (in == null) {
                throw new IllegalStateException("fields.txt is not on the class path; the build must package it");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split(" ")))
                    .forEach(ModelFields::add);
        } catch (IOException e) {
            throw new UncheckedIOException("fields.txt cannot be read", e);
        }
    }

    private static void add(List<String> words) {
        Kind kind = Kind.valueOf(words.get(1).toUpperCase(Locale.ROOT));
        Map<String, Kind> fields = BY_TYPE.computeIfAbsent(words.get(0), type -> new HashMap<>());
        Map<String, String> targets = TARGETS.computeIfAbsent(words.get(0), type -> new HashMap<>());
        for (String word : words.subList(2, words.size())) {
            int colon = word.indexOf(':');
            String name = colon < 0 ? word : word.substring(0, colon);
            fields.put(name, kind);
            if (colon >= 0) {
                targets.put(name, word.substring(colon + 1));
            }
        }
    }
}
