package dev.annals.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Objects in which one member says that another one is a secret: {@code {"name":"DB_PASSWORD","value":…}}, {@code {"type":"password","default":…}},
 * {@code {"sensitive":true,"value":…}}, {@code {"op":"replace","path":"/spec/password","value":…}} and {@code {"kind":"Secret","data":…}}.
 */
final class Forms {
    static final Set<String> NAMES = Set.of(
            "name",
            "key",
            "k",
            "variable",
            "var",
            "env",
            "field",
            "field_name",
            "fieldname",
            "parameter",
            "param",
            "parameter_name",
            "parameterkey",
            "parametername",
            "parameter_key",
            "property",
            "header",
            "setting",
            "attribute",
            "option",
            "path",
            "id",
            "column");

    static final Set<String> VALUES = Set.of(
            "value",
            "values",
            "v",
            "val",
            "default",
            "default_value",
            "content",
            "contents",
            "parametervalue",
            "parameter_value",
            "old_value",
            "new_value",
            "oldvalue",
            "newvalue",
            "old",
            "new",
            "from",
            "to",
            "before",
            "after",
            "stringvalue",
            "string_value",
            "current_value",
            "raw_value",
            "data",
            "answer");

    static final Set<String> FLAGS =
            Set.of("sensitive", "secret", "masked", "is_secret", "issecret", "secure", "is_sensitive", "secured");

    private static final Set<String> TYPES =
            Set.of("password", "secret", "securestring", "secure_string", "secured", "sensitive");

    /** The members of an object that only refers to a secret by name. */
    private static final Set<String> REFERENCE = Set.of(
            "name",
            "namespace",
            "secretname",
            "defaultmode",
            "optional",
            "id",
            "kind",
            "apiversion",
            "uid",
            "resourceversion",
            "cloud",
            "description",
            "type",
            "url",
            "href",
            "credential_type_id",
            "kubernetes",
            "path",
            "audience",
            "expirationseconds");

    /** Members of an object that names a key of a Kubernetes Secret and the file that it is mounted as. */
    private static final Set<String> ITEM = Set.of("key", "path", "mode");

    /** The longest key of a member that takes part in a form. */
    static final int LONGEST_KEY = 16;

    private static final Forms NONE = new Forms(false, false);

    private final boolean pair;
    private final boolean kubernetesSecret;

    private Forms(boolean pair, boolean kubernetesSecret) {
        this.pair = pair;
        this.kubernetesSecret = kubernetesSecret;
    }

    static Forms of(Node object, SecretNames names) {
        boolean values = false;
        boolean secret = false;
        boolean kubernetes = false;
        for (Node member : object.children) {
            String key = member.key();
            if (key.length() > LONGEST_KEY) {
                continue;
            }
            String lower = key.toLowerCase(Locale.ROOT);
            if (member.kind == Node.Kind.TEXT) {
                kubernetes |= isKubernetesSecret(key, member.text);
                secret |= saysSecret(key, member.text, names);
            } else if (member.kind == Node.Kind.BOOLEAN) {
                secret |= FLAGS.contains(lower) && member.text.equalsIgnoreCase("true");
            }
            values |= VALUES.contains(lower);
        }
        return values || kubernetes ? new Forms(values && secret, kubernetes) : NONE;
    }

    /** Whether a member of this name and value makes the value beside it a secret. */
    static boolean saysSecret(String key, String value, SecretNames names) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.equals("type") || lower.equals("format")) {
            return value.length() <= 16 && TYPES.contains(value.toLowerCase(Locale.ROOT));
        }
        return NAMES.contains(lower)
                && value.length() <= 256
                && !Mark.isIn(value)
                && names.matches(lastPart(value))
                && TextForms.find(value, names).isEmpty();
    }

    /** Of a path, the last of its names. */
    private static String lastPart(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? name : name.substring(slash + 1);
    }

    static boolean isKubernetesSecret(String key, String value) {
        return key.equals("kind") && value.equals("Secret");
    }

    boolean isKubernetesSecret() {
        return kubernetesSecret;
    }

    /** Whether the member is the value that another member calls secret. */
    boolean isSecretMember(String key) {
        return pair && key.length() <= LONGEST_KEY && VALUES.contains(key.toLowerCase(Locale.ROOT));
    }

    /** Whether an object, or each of an array, has a name and nothing that could be a secret. */
    static boolean isReference(Node node) {
        if (node.kind == Node.Kind.ARRAY) {
            return !node.children.isEmpty() && node.children.stream().allMatch(Forms::isReference);
        }
        if (node.kind != Node.Kind.OBJECT) {
            return false;
        }
        boolean named = false;
        for (Node member : node.children) {
            String key = member.key().toLowerCase(Locale.ROOT);
            if (key.equals("items") && member.kind == Node.Kind.ARRAY) {
                if (!member.children.stream().allMatch(Forms::isItem)) {
                    return false;
                }
            } else if (member.isContainer() || !REFERENCE.contains(key)) {
                return false;
            }
            named |= key.equals("name") || key.equals("secretname") || key.equals("path");
        }
        return named;
    }

    private static boolean isItem(Node node) {
        return node.kind == Node.Kind.OBJECT
                && node.children.stream().allMatch(member -> !member.isContainer() && ITEM.contains(member.key()))
                && node.children.stream().anyMatch(member -> member.key().equals("path"));
    }
}
