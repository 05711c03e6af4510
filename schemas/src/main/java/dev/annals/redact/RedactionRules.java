package dev.annals.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * What is masked, besides what an event itself calls sensitive and any text beginning {@code $encrypted$}.
 *
 * @param names field names, at any depth and everywhere in an event that has fields
 * @param paths places in documents
 */
public record RedactionRules(SecretNames names, List<RedactionRule> paths) {
    /** The default names, and no paths. */
    public static final RedactionRules DEFAULT = new RedactionRules(SecretNames.of(SecretNames.DEFAULTS), List.of());

    public RedactionRules {
        paths = List.copyOf(paths);
    }

    /**
     * The rules in lines of configuration: those with a {@code $} are paths, the others names. The default names always hold.
     *
     * @throws IllegalArgumentException when a line is neither
     */
    public static RedactionRules parse(List<String> lines) {
        List<String> names = new ArrayList<>(SecretNames.DEFAULTS);
        List<RedactionRule> paths = new ArrayList<>();
        for (String line : lines) {
            if (line.contains("$")) {
                paths.add(RedactionRule.parse(line.strip()));
            } else {
                names.add(line.strip());
            }
        }
        return new RedactionRules(SecretNames.of(names), paths);
    }
}
