package dev.annals.dialect.puppet.wording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.ObjectRef;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The wording of Puppet's access control service: {@code what} is always the plural, the verb is update for all that is not
 * create or delete, and a membership is reported from both sides ({@code update_roles_user_ids_ID},
 * {@code update_users_user_ids_ROLE}).
 */
record RbacManner(Noun noun, ObjectRef object) implements Manner {
    private static final String UPDATE = "update";
    private static final String MEMBERSHIP = "user_ids";

    @Override
    public Phrase created() {
        return phrase("create", "", identified(object) + " created.");
    }

    @Override
    public Phrase deleted() {
        return phrase("delete", "", identified(object) + " deleted.");
    }

    @Override
    public Phrase edited() {
        return phrase(UPDATE, "", identified(object) + " updated.");
    }

    @Override
    public Phrase set(String field, JsonNode value, boolean initial) {
        return phrase(
                initial ? "create" : UPDATE,
                "_" + field,
                (initial ? "Created" : "Updated") + " with \"" + field + "\" set to " + ValueText.of(value));
    }

    @Override
    public Phrase removed(String field) {
        return phrase(UPDATE, "_" + field, "Updated with \"" + field + "\" removed");
    }

    @Override
    public Phrase entryAdded(String field, List<String> path) {
        return entry(field, path, "added");
    }

    @Override
    public Phrase entryChanged(String field, List<String> path, JsonNode value) {
        return entry(field, path, "set to " + ValueText.of(value));
    }

    @Override
    public Phrase entryRemoved(String field, List<String> path) {
        return entry(field, path, "removed");
    }

    @Override
    public boolean listsByElement() {
        return true;
    }

    @Override
    public Phrase elementAdded(String field, JsonNode element) {
        return element(field, element, "added to");
    }

    @Override
    public Phrase elementRemoved(String field, JsonNode element) {
        return element(field, element, "removed from");
    }

    @Override
    public Phrase association(ObjectRef other, @Nullable String relationship, boolean added) {
        boolean otherIsRole = other.type().equals("roles");
        ObjectRef member = otherIsRole ? object : other;
        ObjectRef holder = otherIsRole ? other : object;
        boolean ofRole = holder.type().equals("roles");
        String relation = Manner.relation(relationship);
        String list = ofRole || relation == null ? MEMBERSHIP : relation;
        String whose = ofRole || relation == null ? "" : Noun.words(relation) + " of ";
        return phrase(
                UPDATE,
                "_" + list + "_" + other.id(),
                identified(member) + (added ? " added to " : " removed from ") + whose
                        + Noun.of(holder.type()).word() + " " + Noun.name(holder.name(), holder.id()));
    }

    private Phrase entry(String field, List<String> path, String done) {
        return phrase(
                UPDATE,
                "_" + field + "_" + Noun.path("_", path),
                "Updated with \"" + field + "." + Noun.path(".", path) + "\" " + done);
    }

    private Phrase element(String field, JsonNode element, String done) {
        String value = permission(element);
        String one = Noun.singular(field.endsWith("_ids") ? field.substring(0, field.length() - 4) : field);
        return phrase(
                UPDATE,
                "_" + field + "_" + value,
                capitalised(Noun.words(one)) + " " + value + " " + done + " " + noun.word() + " "
                        + Noun.name(object.name(), object.id()));
    }

    /** A permission is written {@code type:action:instance}; any other element as it is. */
    private static String permission(JsonNode element) {
        if (element.hasNonNull("object_type") && element.hasNonNull("action") && element.hasNonNull("instance")) {
            return ValueText.bare(element.get("object_type")) + ":" + ValueText.bare(element.get("action")) + ":"
                    + ValueText.bare(element.get("instance"));
        }
        return ValueText.bare(element);
    }

    private static String identified(ObjectRef object) {
        return Noun.of(object.type()).capitalised() + " " + Noun.name(object.name(), object.id()) + " (" + object.id()
                + ")";
    }

    private static String capitalised(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private Phrase phrase(String verb, String detail, String message) {
        return new Phrase(verb, noun.what(), verb + "_" + noun.what() + detail, message);
    }
}
