package dev.annals.redact;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the name of a member says of its value, remembered by name: most names come again with the next event. Thread-safe. */
final class KeyKinds {
    /** Fields whose text is JSON or YAML, by their names as words. */
    private static final Set<String> LOOKED = Set.of(
            "extra_vars",
            "extra_data",
            "last_applied_configuration",
            "variables",
            "vars",
            "group_vars",
            "host_vars",
            "source_vars",
            "job_args",
            "survey_spec",
            "kubeconfig",
            "manifest",
            "manifests",
            "values",
            "values_yaml",
            "user_data",
            "cloud_init",
            "config",
            "configuration",
            "settings",
            "env",
            "environment",
            "dotenv",
            "compose",
            "docker_compose",
            "payload",
            "body",
            "request_body",
            "response_body",
            "request_parameters",
            "response_elements",
            "module_args",
            "inputs",
            "injectors",
            "policy_document",
            "definition",
            "spec");

    private static final int REMEMBERED = 8192;
    private static final int LONGEST = 128;

    private final SecretNames names;
    private final Set<String> looked;
    private final Map<String, Kind> remembered = new ConcurrentHashMap<>();

    /**
     * The kind of a member.
     *
     * @param isSecret its value is a secret
     * @param isLooked its text is JSON or YAML
     * @param namesValue its value may say that a value beside it is a secret
     * @param isValue it may be that value
     * @param isFlag true in it says that the value beside it is a secret
     */
    record Kind(boolean isSecret, boolean isLooked, boolean namesValue, boolean isValue, boolean isFlag) {}

    KeyKinds(RedactionRules rules) {
        names = rules.names();
        looked = new HashSet<>(LOOKED);
        rules.looked().forEach(name -> looked.add(words(name)));
    }

    Kind of(String name) {
        if (name.length() > LONGEST) {
            return judge(name);
        }
        Kind known = remembered.get(name);
        if (known != null) {
            return known;
        }
        Kind kind = judge(name);
        // Names come from outside: the memory is bounded, and full means only slower.
        if (remembered.size() < REMEMBERED) {
            remembered.put(name, kind);
        }
        return kind;
    }

    private Kind judge(String name) {
        String lower = name.length() > Forms.LONGEST_KEY ? "" : name.toLowerCase(Locale.ROOT);
        return new Kind(
                names.matches(name),
                name.length() <= LONGEST && looked.contains(words(name.substring(name.lastIndexOf('/') + 1))),
                Forms.NAMES.contains(lower) || lower.equals("type") || lower.equals("format") || name.equals("kind"),
                Forms.VALUES.contains(lower),
                Forms.FLAGS.contains(lower));
    }

    private static String words(String name) {
        return String.join("_", NameWords.of(name));
    }
}
