package dev.annals.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * What is masked, besides what an event itself calls sensitive and what its form gives away. A value: equal when made
 * of the same lines, and made again from its lines, which is how an epoch keeps it.
 */
public final class RedactionRules {
    /** The names that this release masks, and nothing else. */
    public static final RedactionRules DEFAULT = parse(List.of());

    private static final String LOOK_INTO = "look into ";

    private final List<String> standard;
    private final List<String> own;
    private final SecretNames names;
    private final List<RedactionRule> paths;
    private final List<String> looked;

    private RedactionRules(List<String> standard, List<String> own) {
        this.standard = List.copyOf(standard);
        // Which line comes first is of no consequence.
        this.own = own.stream().map(String::strip).distinct().sorted().toList();
        List<String> allNames = new ArrayList<>(standard);
        List<RedactionRule> allPaths = new ArrayList<>();
        List<String> allLooked = new ArrayList<>();
        for (String line : this.own) {
            if (line.startsWith(LOOK_INTO)) {
                allLooked.add(field(line.substring(LOOK_INTO.length()).strip(), line));
            } else if (line.contains("$")) {
                allPaths.add(RedactionRule.parse(line));
            } else {
                allNames.add(line);
            }
        }
        names = SecretNames.of(allNames);
        paths = List.copyOf(allPaths);
        looked = List.copyOf(allLooked);
    }

    private static String field(String name, String line) {
        if (name.isEmpty() || name.contains("*") || name.contains("$")) {
            throw new IllegalArgumentException(
                    "redaction rule \"" + line + "\": no field name (expected: such as \"look into user_data\")");
        }
        return name;
    }

    /**
     * The rules in lines of configuration: those with a {@code $} are paths, {@code look into NAME} names a field whose text is JSON or YAML, the others are secret names. The names that this release masks always hold.
     *
     * @throws IllegalArgumentException when a line is none of them
     */
    public static RedactionRules parse(List<String> own) {
        return of(SecretNames.DEFAULTS, own);
    }

    /**
     * The same, where another release may have masked other names.
     *
     * @param standard names that hold without being configured
     * @param own lines of configuration
     */
    public static RedactionRules of(List<String> standard, List<String> own) {
        return new RedactionRules(standard, own);
    }

    /** Names that hold without being configured. */
    public List<String> standard() {
        return standard;
    }

    /** The lines of configuration. */
    public List<String> own() {
        return own;
    }

    /** Field names, at any depth and everywhere in an event that has fields. */
    public SecretNames names() {
        return names;
    }

    /** Places in documents. */
    public List<RedactionRule> paths() {
        return paths;
    }

    /** Names of fields whose text is JSON or YAML, beside the usual ones. */
    public List<String> looked() {
        return looked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RedactionRules rules && standard.equals(rules.standard) && own.equals(rules.own);
    }

    @Override
    public int hashCode() {
        return 31 * standard.hashCode() + own.hashCode();
    }

    @Override
    public String toString() {
        return own.isEmpty() ? "the usual names" : "the usual names and " + own;
    }
}
