package dev.annals.dialect.puppet.wording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wording of Puppet's classifier, used for every object outside access control: {@code type} is {@code edit} for every change of a
 * part, and {@code description} says which change: {@code add_node_group_variable_new_variable}.
 */
record ClassifierManner(Noun noun, ObjectRef object) implements Manner {
    private static final String EDIT = "edit";

    @Override
    public Phrase created() {
        return whole("create", "Created");
    }

    @Override
    public Phrase deleted() {
        return whole("delete", "Deleted");
    }

    @Override
    public Phrase edited() {
        return whole(EDIT, "Changed");
    }

    @Override
    public Phrase set(String field, JsonNode value, boolean initial) {
        String named = Noun.words(field) + (value.isBoolean() ? " setting" : "");
        // A parent is known by its id, which Puppet does not quote.
        String shown = field.equals("parent") ? ValueText.bare(value) : ValueText.of(value);
        return part(EDIT, field, "", "Changed the " + named + " to " + shown);
    }

    @Override
    public Phrase removed(String field) {
        return part("delete", field, "", "Removed the " + Noun.words(field));
    }

    @Override
    public Phrase entryAdded(String field, List<String> path) {
        return entry("add", "Added", "to", "", field, path);
    }

    @Override
    public Phrase entryChanged(String field, List<String> path, JsonNode value) {
        return entry(EDIT, "Changed", "of", " to " + ValueText.of(value), field, path);
    }

    @Override
    public Phrase entryRemoved(String field, List<String> path) {
        return entry("delete", "Removed", "from", "", field, path);
    }

    @Override
    public boolean listsByElement() {
        return false;
    }

    @Override
    public Phrase elementAdded(String field, JsonNode element) {
        return entryAdded(field, List.of(ValueText.bare(element)));
    }

    @Override
    public Phrase elementRemoved(String field, JsonNode element) {
        return entryRemoved(field, List.of(ValueText.bare(element)));
    }

    @Override
    public Phrase association(ObjectRef other, @Nullable String relationship, boolean added) {
        Noun others = Noun.of(other.type());
        String relation = Manner.relation(relationship);
        String part = Noun.singular(relation == null ? others.what() : relation);
        String whose = relation == null ? "" : "the " + Noun.words(relation) + " of ";
        String message = (added ? "Added the " : "Removed the ") + others.named(other) + (added ? " to " : " from ")
                + whose + "the " + noun.named(object);
        return part(added ? "add" : "delete", part, "_" + other.id(), message);
    }

    private Phrase whole(String verb, String past) {
        return new Phrase(
                verb,
                noun.what(),
                verb + "_" + noun.what(),
                past + " the " + noun.named(object) + " with id " + object.id());
    }

    private Phrase part(String verb, String part, String detail, String message) {
        String what = noun.what() + "_" + part;
        return new Phrase(EDIT, what, verb + "_" + what + detail, message);
    }

    private Phrase entry(String verb, String past, String preposition, String rest, String field, List<String> path) {
        String part = Noun.singular(field);
        String detail = "_" + Noun.path("_", path);
        if (part.equals("class") && path.size() == 2) {
            return part(
                    verb,
                    "class_parameter",
                    detail,
                    past + " the \"" + path.get(1) + "\" parameter " + preposition + " the \"" + path.get(0)
                            + "\" class" + rest);
        }
        return part(verb, part, detail, past + " the \"" + Noun.path(".", path) + "\" " + Noun.words(part) + rest);
    }
}
