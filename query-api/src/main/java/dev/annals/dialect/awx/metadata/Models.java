package dev.annals.dialect.awx.metadata;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What AWX's models look like from outside: collections, summary keys, names of classes, and fields that nobody may filter on. */
public final class Models {
    private static final List<String> DEFAULT = List.of("id", "name", "description");

    /** Keys of {@code summary_fields} by type, in the order in which AWX shows the types. */
    public static final Map<String, List<String>> SUMMARY = ordered(
            entry("organization", DEFAULT),
            entry("team", DEFAULT),
            entry("host", DEFAULT),
            entry("job_template", DEFAULT),
            entry("workflow_job_template", DEFAULT),
            entry("workflow_job", DEFAULT),
            entry("notification_template", DEFAULT),
            entry("user", List.of("id", "username", "first_name", "last_name")),
            entry(
                    "inventory",
                    List.of(
                            "id",
                            "name",
                            "description",
                            "has_active_failures",
                            "total_hosts",
                            "hosts_with_active_failures",
                            "total_groups",
                            "has_inventory_sources",
                            "total_inventory_sources",
                            "inventory_sources_with_failures",
                            "organization_id",
                            "kind")),
            entry("group", with("inventory_id")),
            entry("execution_environment", with("image")),
            entry("project", with("status", "scm_type", "allow_override")),
            entry("project_update", with("status", "failed")),
            entry("credential", with("kind", "cloud", "kubernetes", "credential_type_id")),
            entry("job", with("status", "failed", "elapsed", "type", "canceled_on")),
            entry("workflow_approval_template", with("timeout")),
            entry("workflow_approval", List.of("id", "name", "unified_job_id")),
            entry("schedule", with("next_run")),
            entry("unified_job_template", with("unified_job_type")),
            entry("inventory_source", List.of("id", "name", "source", "last_updated", "status")),
            entry("role", List.of("id", "role_field")),
            entry("instance_group", List.of("id", "name", "is_container_group")),
            entry("workflow_job_template_node", List.of("id", "unified_job_template_id")),
            entry("label", List.of("id", "name", "organization_id")),
            entry("notification", List.of("id", "status", "notification_type", "notification_template_id")),
            entry("o_auth2_access_token", List.of("id", "user_id", "description", "application_id", "scope")),
            entry("o_auth2_application", DEFAULT),
            entry("credential_type", with("kind", "managed")),
            entry("ad_hoc_command", List.of("id", "name", "status", "limit")),
            entry("instance", List.of("id", "hostname")));

    /** The attribute that AWX has in place of a name. */
    private static final Map<String, String> NAMED_BY =
            Map.of("user", "username", "role", "role_field", "instance", "hostname");

    /** Fields that AWX keeps from being guessed at by filtering, wherever they are. */
    private static final Set<String> SECRETS = Set.of(
            "client_secret",
            "extra_vars",
            "host_config_key",
            "inputs",
            "job_args",
            "job_env",
            "notification_configuration",
            "password",
            "pod_spec_override",
            "start_args",
            "survey_passwords",
            "survey_spec",
            "webhook_key");

    private static final Map<String, Set<String>> SECRETS_OF = Map.of(
            "o_auth2_application", Set.of("client_id"), "o_auth2_access_token", Set.of("token", "refresh_token"));

    /** Those that AWX refuses in other words than the rest. */
    private static final Set<String> SECRET_COLUMNS = Set.of("inputs", "start_args");

    private static final Map<String, String> COLLECTIONS =
            Map.of("o_auth2_application", "applications", "o_auth2_access_token", "tokens");

    private Models() {}

    /** The segment of URLs that objects of a type are under. */
    public static String collection(String type) {
        return COLLECTIONS.getOrDefault(type, type.endsWith("s") ? type : AwxTypes.plural(type));
    }

    /** The attributes of a type that AWX is known to have. */
    public static Set<String> attributes(String type) {
        return Set.copyOf(SUMMARY.getOrDefault(type, DEFAULT));
    }

    /**
     * The names in a path that AWX's own stand for: a relation may also be named by its column, {@code actor_id}, and of some types AWX still knows former
     * names of columns.
     */
    public static List<String> columns(List<String> path) {
        List<String> columns = new ArrayList<>(path);
        if (path.get(0).equals("actor_id")) {
            columns.set(0, "actor");
        }
        String type = columns.get(0).equals("actor") ? "user" : columns.get(0);
        for (int at = 1; at < columns.size(); at++) {
            String name = column(type, columns.get(at));
            columns.set(at, name);
            if (ModelFields.kind(type, name) != ModelFields.Kind.RELATION) {
                return columns;
            }
            type = ModelFields.target(type, name);
        }
        return columns;
    }

    private static String column(String type, String name) {
        if (name.endsWith("_id") && ModelFields.isForeignKey(type, name.substring(0, name.length() - 3))) {
            return name.substring(0, name.length() - 3);
        }
        if (!type.equals("project") && !type.equals("inventory_source")) {
            return name;
        }
        return switch (name) {
            case "current_update" -> "current_job";
            case "last_update" -> "last_job";
            case "last_update_failed" -> "last_job_failed";
            case "last_updated" -> "last_job_run";
            default -> name;
        };
    }

    public static boolean isNamedBy(String type, String attribute) {
        return attribute.equals(NAMED_BY.get(type));
    }

    /** The attribute that the name of an object of this type is shown as. */
    public static String nameKey(String type) {
        return NAMED_BY.getOrDefault(type, "name");
    }

    public static boolean isSecret(String type, String attribute) {
        return SECRETS.contains(attribute)
                || SECRETS_OF.getOrDefault(type, Set.of()).contains(attribute);
    }

    /** Whether AWX refuses to filter by a secret in the words that it has for columns. */
    public static boolean isSecretColumn(String attribute) {
        return SECRET_COLUMNS.contains(attribute);
    }

    /** AWX's name of a model in messages, such as {@code JobTemplate}. */
    public static String className(String type) {
        return String.join("", capitalised(type));
    }

    /** The words of AWX's name of a view of a type, such as {@code Job Template}. */
    public static List<String> words(String type) {
        // AWX names these views by a class of a shorter name, and takes it apart before each capital letter.
        return switch (type) {
            case "o_auth2_access_token" -> List.of("O", "Auth2", "Token");
            default -> capitalised(type);
        };
    }

    private static List<String> capitalised(String type) {
        return Arrays.stream(type.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .toList();
    }

    private static List<String> with(String... further) {
        return java.util.stream.Stream.concat(DEFAULT.stream(), Arrays.stream(further))
                .toList();
    }

    @SafeVarargs
    private static Map<String, List<String>> ordered(Map.Entry<String, List<String>>... entries) {
        Map<String, List<String>> map = new java.util.LinkedHashMap<>();
        for (Map.Entry<String, List<String>> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return java.util.Collections.unmodifiableMap(map);
    }
}
