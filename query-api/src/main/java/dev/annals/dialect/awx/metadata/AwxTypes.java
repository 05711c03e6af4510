package dev.annals.dialect.awx.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The object types of AWX, and which spellings in the log mean them.
 *
 * <p>Producers spell types as their product does: AWX writes {@code user}, Puppet {@code users}. A type whose singular is a
 * type of AWX is that type, in output, filters and URLs of the AWX dialect. All others are what they are.
 */
public final class AwxTypes {
    /** Every type that AWX links activities to, and {@code setting}. */
    public static final Set<String> ALL = Set.of(
            "ad_hoc_command",
            "credential",
            "credential_type",
            "execution_environment",
            "group",
            "host",
            "instance",
            "instance_group",
            "inventory",
            "inventory_source",
            "inventory_update",
            "job",
            "job_template",
            "label",
            "notification",
            "notification_template",
            "o_auth2_access_token",
            "o_auth2_application",
            "organization",
            "project",
            "project_update",
            "receptor_address",
            "role",
            "schedule",
            "setting",
            "team",
            "unified_job",
            "unified_job_template",
            "user",
            "workflow_approval",
            "workflow_approval_template",
            "workflow_job",
            "workflow_job_node",
            "workflow_job_template",
            "workflow_job_template_node");

    private static final Map<String, String> BY_PLURAL = new TreeMap<>();

    static {
        ALL.forEach(type -> BY_PLURAL.put(plural(type), type));
    }

    private AwxTypes() {}

    /** The type of AWX that a type of the log is; itself when it is none. */
    public static String of(String type) {
        return BY_PLURAL.getOrDefault(type, type);
    }

    /** The types of the log that mean a type of AWX, itself first. */
    public static List<String> spellings(String type) {
        List<String> spellings = new ArrayList<>(2);
        spellings.add(type);
        if (ALL.contains(type)) {
            spellings.add(plural(type));
        }
        return spellings;
    }

    /** The English plural of a type in snake case. */
    public static String plural(String type) {
        if (type.endsWith("y") && !type.endsWith("ay") && !type.endsWith("ey") && !type.endsWith("oy")) {
            return type.substring(0, type.length() - 1) + "ies";
        }
        return type.endsWith("s") || type.endsWith("x") || type.endsWith("ch") ? type + "es" : type + "s";
    }

    /** The types of the log whose plural this may be, or that this itself may be. */
    public static Set<String> singulars(String plural) {
        Set<String> singulars = new TreeSet<>();
        singulars.add(plural);
        for (int cut = 1; cut <= 2 && cut < plural.length(); cut++) {
            singulars.add(plural.substring(0, plural.length() - cut));
        }
        if (plural.endsWith("ies")) {
            singulars.add(plural.substring(0, plural.length() - 3) + "y");
        }
        singulars.removeIf(type -> !type.equals(plural) && !plural(type).equals(plural));
        return singulars;
    }
}
