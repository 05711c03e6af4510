package dev.annals.ingest.mapping;

import dev.annals.ingest.mapping.Rule.Before;
import dev.annals.ingest.mapping.Rule.Field;
import dev.annals.ingest.mapping.SourceMapping.Format;
import dev.annals.ingest.mapping.SourceMapping.MatchedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads mapping files: YAML, of which JSON is a part. Whatever is not known is refused with its place, so that a misspelt word is not passed over. */
public final class MappingFile {
    private static final int MOST_CHARACTERS = 4 * 1024 * 1024;
    private static final Map<String, Field> TEXTS = Map.ofEntries(
            Map.entry("type", Field.TYPE),
            Map.entry("id", Field.ID),
            Map.entry("name", Field.NAME),
            Map.entry("url", Field.URL),
            Map.entry("tenant", Field.TENANT),
            Map.entry("service", Field.SERVICE),
            Map.entry("source", Field.SOURCE),
            Map.entry("node", Field.NODE),
            Map.entry("operation", Field.OPERATION),
            Map.entry("time", Field.TIME),
            Map.entry("verb", Field.VERB),
            Map.entry("what", Field.WHAT),
            Map.entry("description", Field.DESCRIPTION),
            Map.entry("message", Field.MESSAGE),
            Map.entry("ip_address", Field.IP_ADDRESS));
    private static final Map<String, Field> ACTOR = Map.of(
            "type", Field.ACTOR_TYPE,
            "id", Field.ACTOR_ID,
            "name", Field.ACTOR_NAME,
            "username", Field.ACTOR_USERNAME);
    private static final Set<String> RULE_WORDS =
            joined(TEXTS.keySet(), "actor", "labels", "ignore", "sensitive", "columns", "before", "skip");
    private static final Set<String> SOURCE_WORDS = joined(
            RULE_WORDS, "topics", "mirror", "format", "connector", "unavailable", "context", "patience", "rules");

    private MappingFile() {}

    /** The mapping in a file. Fails with {@link InvalidMapping}. */
    public static Mapping read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InvalidMapping("the mapping " + file + " cannot be read (" + e.getMessage() + ")");
        }
    }

    /** The mapping in a text. Fails with {@link InvalidMapping}. */
    public static Mapping parse(String name, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setAllowDuplicateKeys(false);
        Object root;
        try {
            root = new Yaml(new SafeConstructor(options)).load(text);
        } catch (YAMLException e) {
            throw new InvalidMapping(name + ": not YAML (" + e.getMessage() + ")");
        }
        Map<String, Object> file = map(name, root, Set.of("sources"));
        List<SourceMapping> sources = new ArrayList<>();
        for (Object source : list(name + ": sources", file.get("sources"))) {
            sources.add(source(name + ": sources[" + sources.size() + "]", source));
        }
        if (sources.isEmpty()) {
            throw InvalidMapping.at(name + ": sources", "none", "one source or more");
        }
        return new Mapping(sources);
    }

    private static SourceMapping source(String path, Object value) {
        Map<String, Object> source = map(path, value, SOURCE_WORDS);
        List<Glob> topics = texts(path + ".topics", source.get("topics")).stream()
                .map(Glob::of)
                .toList();
        String mirror = textOrNull(path + ".mirror", source.get("mirror"));
        if (topics.isEmpty() == (mirror == null)) {
            throw InvalidMapping.at(path, "topics and mirror, or neither", "one of the two");
        }
        List<MatchedRule> rules = new ArrayList<>();
        for (Object rule : list(path + ".rules", source.get("rules"))) {
            String place = path + ".rules[" + rules.size() + "]";
            Map<String, Object> words = map(place, rule, joined(RULE_WORDS, "match"));
            String match = textOrNull(place + ".match", words.get("match"));
            if (match == null) {
                throw InvalidMapping.at(
                        place + ".match", "missing", "the name of a table, a type or a topic, * for any characters");
            }
            rules.add(new MatchedRule(Glob.of(match), rule(place, words)));
        }
        return new SourceMapping(
                topics,
                mirror,
                mirror == null ? format(path + ".format", source.get("format")) : Format.JSON,
                textOrNull(path + ".connector", source.get("connector")),
                text(path + ".unavailable", source.get("unavailable"), SourceMapping.UNAVAILABLE),
                text(path + ".context", source.get("context"), SourceMapping.CONTEXT),
                duration(path + ".patience", source.get("patience")),
                rule(path, source),
                List.copyOf(rules));
    }

    private static Rule rule(String path, Map<String, Object> words) {
        Map<Field, Template> texts = new EnumMap<>(Field.class);
        TEXTS.forEach((word, field) -> template(texts, field, path + "." + word, words.get(word)));
        Object actor = words.get("actor");
        if (actor instanceof String || actor instanceof Number) {
            template(texts, Field.ACTOR_ID, path + ".actor", actor);
        } else if (actor != null) {
            Map<String, Object> parts = map(path + ".actor", actor, ACTOR.keySet());
            ACTOR.forEach((word, field) -> template(texts, field, path + ".actor." + word, parts.get(word)));
        }
        Map<String, Template> labels = new LinkedHashMap<>();
        map(path + ".labels", words.get("labels"), null).forEach((label, text) -> {
            String place = path + ".labels." + label;
            labels.put(label, Template.parse(place, text(place, text, "")));
        });
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        map(path + ".columns", words.get("columns"), null).forEach((column, type) -> {
            String place = path + ".columns." + column;
            columns.put(column, ColumnType.parse(place, text(place, type, "")));
        });
        return new Rule(
                flag(path + ".skip", words.get("skip")),
                texts,
                labels,
                texts(path + ".ignore", words.get("ignore")),
                texts(path + ".sensitive", words.get("sensitive")),
                columns,
                before(path + ".before", words.get("before")));
    }

    private static void template(Map<Field, Template> texts, Field field, String path, @Nullable Object value) {
        String text = textOrNull(path, value);
        if (text != null) {
            texts.put(field, Template.parse(path, text));
        }
    }

    private static Format format(String path, @Nullable Object value) {
        return word(path, value, Format.values());
    }

    private static @Nullable Before before(String path, @Nullable Object value) {
        return value == null ? null : word(path, value, Before.values());
    }

    private static <E extends Enum<E>> E word(String path, @Nullable Object value, E[] words) {
        String seen = value == null ? "missing" : "'" + value + "'";
        return Arrays.stream(words)
                .filter(word -> word.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> InvalidMapping.at(
                        path,
                        seen,
                        String.join(
                                ", ",
                                Arrays.stream(words)
                                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                                        .toList())));
    }

    private static Duration duration(String path, @Nullable Object value) {
        String text = textOrNull(path, value);
        if (text == null) {
            return SourceMapping.PATIENCE;
        }
        if (!text.matches("\\d{1,6}(ms|s)")) {
            throw InvalidMapping.at(path, "'" + text + "'", "a number with ms or s");
        }
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    private static boolean flag(String path, @Nullable Object value) {
        if (value != null && !(value instanceof Boolean)) {
            throw InvalidMapping.at(path, "'" + value + "'", "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    private static String text(String path, @Nullable Object value, String otherwise) {
        String text = textOrNull(path, value);
        return text == null ? otherwise : text;
    }

    private static @Nullable String textOrNull(String path, @Nullable Object value) {
        if (value instanceof Map || value instanceof Iterable) {
            throw InvalidMapping.at(
                    path, value instanceof Map ? "a map" : "a list", "text; put a text that begins with { into quotes");
        }
        return value == null ? null : value.toString();
    }

    private static List<String> texts(String path, @Nullable Object value) {
        List<String> texts = new ArrayList<>();
        for (Object text : value instanceof String one ? List.of(one) : list(path, value)) {
            texts.add(text(path + "[" + texts.size() + "]", text, ""));
        }
        return List.copyOf(texts);
    }

    private static List<?> list(String path, @Nullable Object value) {
        if (value != null && !(value instanceof List)) {
            throw InvalidMapping.at(path, "no list", "a list");
        }
        return value == null ? List.of() : (List<?>) value;
    }

    private static Map<String, Object> map(String path, @Nullable Object value, @Nullable Set<String> known) {
        if (value != null && !(value instanceof Map)) {
            throw InvalidMapping.at(path, "no map", "a map of words and values");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : (value == null ? Map.of() : (Map<?, ?>) value).entrySet()) {
            String word = String.valueOf(entry.getKey());
            if (known != null && !known.contains(word)) {
                throw InvalidMapping.at(path + "." + word, "an unknown word", String.join(", ", new TreeSet<>(known)));
            }
            if (entry.getValue() != null) {
                map.put(word, entry.getValue());
            }
        }
        return map;
    }

    private static Set<String> joined(Set<String> words, String... more) {
        Set<String> joined = new TreeSet<>(words);
        joined.addAll(Arrays.asList(more));
        return joined;
    }
}
