package dev.annals.dialect.puppet.wording;

import dev.annals.model.Actor;
import dev.annals.model.ObjectRef;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Puppet calls a kind of object.
 *
 * @param what in {@code what} and {@code description}: {@code node_group}, {@code users}
 * @param word in sentences: {@code group}, {@code user}
 * @param ofRbac whether Puppet's access control service words its events, and not the classifier
 */
public record Noun(String what, String word, boolean ofRbac) {
    /** The classifier writes the singular, the access control service the plural. */
    private static final Map<String, Noun> KNOWN = Map.of(
            "node_groups", new Noun("node_group", "group", false),
            "users", new Noun("users", "user", true),
            "roles", new Noun("roles", "role", true),
            "user_groups", new Noun("user_groups", "user group", true),
            "directory_server_settings", new Noun("directory_server_settings", "directory server settings", true));

    private static final int LONGEST_PATH = 500;

    private static final Map<String, String> SINGULARS = Map.of("classes", "class", "config_data", "config_data");

    /** What objects of this type are called. */
    static Noun of(String type) {
        Noun known = KNOWN.get(type);
        return known != null ? known : new Noun(type, words(type), false);
    }

    /** The name of one entry of a field or relation: {@code variables} has a {@code variable}. */
    static String singular(String plural) {
        String known = SINGULARS.get(plural);
        if (known != null) {
            return known;
        }
        if (plural.endsWith("ies") && plural.length() > 4) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        boolean isPlural = plural.endsWith("s") && !plural.endsWith("ss") && !plural.endsWith("us");
        return isPlural && plural.length() > 2 ? plural.substring(0, plural.length() - 1) : plural;
    }

    /** The path to an entry in a document, cut at a length that people read, because every event below the entry repeats it. */
    static String path(String separator, List<String> path) {
        String joined = String.join(separator, path);
        if (joined.length() <= LONGEST_PATH) {
            return joined;
        }
        return joined.substring(0, joined.offsetByCodePoints(0, joined.codePointCount(0, LONGEST_PATH) - 1)) + "…";
    }

    /** A machine name with spaces, as people write it. */
    static String words(String name) {
        return name.replace('_', ' ');
    }

    /** The word at the beginning of a sentence. */
    String capitalised() {
        return word.substring(0, Math.min(1, word.length())).toUpperCase(Locale.ROOT)
                + word.substring(Math.min(1, word.length()));
    }

    /** The quoted name with its word, {@code "web_servers" group}; the id where there is no name. */
    String named(ObjectRef object) {
        return '"' + name(object.name(), object.id()) + "\" " + word;
    }

    /** The name, or the id when there is none. */
    public static String name(@Nullable String name, String id) {
        return name == null ? id : name;
    }

    /** The name that a subject is shown by; empty for the system. */
    public static String subject(@Nullable Actor actor) {
        if (actor == null) {
            return "";
        }
        return name(actor.name() != null ? actor.name() : actor.username(), actor.id());
    }
}
