package dev.annals.dialect.awx;

import static dev.annals.dialect.awx.AwxIndexedFields.CHANGES;
import static dev.annals.processor.view.ActivityFields.*;

import dev.annals.api.Parsed;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The names of AWX and where they are in the log: what {@code a__b__c} leads to, or AWX's refusal of it.
 *
 * @param vocabulary decides on the names that AWX does not have but the log does
 */
record AwxFields(Vocabulary vocabulary) {
    private static final String ACTIVITY = "ActivityStream";
    private static final Set<String> ACTOR_TEXTS = Set.of("username", "first_name", "last_name");

    /** The column at the end of a path. */
    Parsed<Column> column(List<String> path) {
        String first = path.get(0);
        Column plain = plain(first);
        if (plain != null) {
            return path.size() == 1 ? Parsed.of(plain) : Parsed.refused(AwxErrors.noRelatedModel(path.get(1)));
        }
        if (first.equals("actor")) {
            return path.size() == 1 ? Parsed.of(actor("actor", Integers.Use.RELATION)) : actorHop(path);
        }
        return isRelation(first).then(relation -> {
            if (!relation) {
                return Parsed.refused(AwxErrors.noSuchField(ACTIVITY, first));
            }
            return path.size() == 1 ? Parsed.of(link(first, first, Integers.Use.RELATION)) : linkHop(path);
        });
    }

    /** What a related search of this path looks in. */
    Parsed<List<Column>> searched(List<String> path) {
        String first = path.get(0);
        if (plain(first) != null) {
            return Parsed.refused(
                    path.size() == 1
                            ? AwxErrors.badRequest(first + " is not searchable")
                            : AwxErrors.noRelatedModel(path.get(1)));
        }
        boolean actor = first.equals("actor");
        return (actor ? Parsed.of(true) : isRelation(first)).then(relation -> {
            if (!relation) {
                return Parsed.refused(AwxErrors.noSuchField(ACTIVITY, first));
            }
            if (path.size() > 1) {
                return Parsed.refused(AwxErrors.noSuchField(Models.className(actor ? "user" : first), path.get(1)));
            }
            return Parsed.of(
                    actor
                            ? List.of(text(ACTOR_USERNAME), text(ACTOR_FIRST_NAME), text(ACTOR_LAST_NAME))
                            : searchedLinks(first));
        });
    }

    private List<Column> searchedLinks(String type) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column.OfText(new Place.OnLink(vocabulary, type, f -> linkName(f)), false));
        for (String attribute : List.of("username", "first_name", "last_name", "email", "description", "playbook")) {
            columns.add(new Column.OfText(attribute(type, attribute), false));
        }
        return columns;
    }

    private @org.jspecify.annotations.Nullable Column plain(String name) {
        return switch (name) {
            case "id", "pk" -> new Integers("id", new Place.OnActivity(ID), Integers.Use.PLAIN, Integers.Known.NOTHING);
            case "timestamp" -> new Column.OfTime(name, TIME);
            case "operation" -> text(OPERATION);
            case "changes" -> text(CHANGES);
            case "action_node" -> new Column.OfText(new Place.OnActivity(NODE), true);
            case "object_relationship_type" ->
                new Column.OfText(new Place.OnActivity(AwxIndexedFields.RELATIONSHIP_TYPE), true);
            case "object1" -> new Column.OfTypes(vocabulary, OBJECT_TYPE, false);
            case "object2" -> new Column.OfTypes(vocabulary, OBJECT2_TYPE, true);
            case "object1_id" -> objectId(name, OBJECT_ID);
            case "object2_id" -> objectId(name, OBJECT2_ID);
            case "actor_id" -> actor("actor", Integers.Use.RELATION);
            case "deleted_actor" ->
                new Column.OfDocument(
                        name,
                        List.of(at(ACTOR_USERNAME), at(ACTOR_FIRST_NAME), at(ACTOR_LAST_NAME), at(ACTOR_ID)),
                        new Filter.Missing(ACTOR_ID),
                        null);
            case "setting" -> new Column.OfDocument(name, List.of(at(AwxIndexedFields.SETTING)), Filter.NONE, "{}");
            default -> null;
        };
    }

    private static Place at(Field field) {
        return new Place.OnActivity(field);
    }

    private static Column text(Field field) {
        return new Column.OfText(at(field), false);
    }

    private static Column objectId(String name, Field field) {
        return new Integers(name, at(field), Integers.Use.TEXT, Integers.Known.NOTHING);
    }

    private Column actor(String name, Integers.Use use) {
        return new Integers(name, at(ACTOR_ID), use, id -> vocabulary.has(ACTOR_ID, id));
    }

    private Column link(String name, String type, Integers.Use use) {
        Place place = new Place.OnLink(vocabulary, type, f -> linkId(f));
        Integers.Known known =
                id -> Parsed.each(AwxTypes.spellings(type), spelling -> vocabulary.has(linkId(spelling), id))
                        .map(found -> found.contains(true));
        return new Integers(name, place, use, known);
    }

    private Parsed<Boolean> isRelation(String name) {
        if (name.equals("setting") || !AwxTypes.of(name).equals(name)) {
            return Parsed.of(false);
        }
        return AwxTypes.ALL.contains(name) ? Parsed.of(true) : vocabulary.hasType(name);
    }

    private Parsed<Column> actorHop(List<String> path) {
        String name = path.get(1);
        if (ACTOR_TEXTS.contains(name) || isKey(name)) {
            Column column =
                    isKey(name) ? actor("id", Integers.Use.NULLABLE) : text(Field.of("actor." + name, Field.Kind.TEXT));
            return path.size() == 2 ? Parsed.of(column) : Parsed.refused(AwxErrors.noRelatedModel(path.get(2)));
        }
        ModelFields.Kind kind = ModelFields.kind("user", name);
        return kind == null || Models.isSecret("user", name)
                ? Parsed.refused(Models.refusal("user", path))
                : Parsed.of(new Column.Unlogged("user", name, kind));
    }

    private Parsed<Column> linkHop(List<String> path) {
        String type = path.get(0);
        String name = path.get(1);
        if (isKey(name)) {
            return last(path, 2, link("id", type, Integers.Use.NULLABLE));
        }
        if (Models.isSecret(type, name) || name.equals("activity_stream")) {
            return Parsed.refused(Models.refusal(type, path));
        }
        if (name.equals("name")) {
            return last(path, 2, new Column.OfText(new Place.OnLink(vocabulary, type, f -> linkName(f)), false));
        }
        if (Models.isNamedBy(type, name)) {
            return last(path, 2, new Column.OfText(new Place.OnAttributeOrName(vocabulary, type, name), false));
        }
        ModelFields.Kind kind = ModelFields.kind(type, name);
        if (kind == ModelFields.Kind.RELATION) {
            return logged(type, name + "_id")
                    .then(logged -> logged || path.size() > 2
                            ? reference(path, attribute(type, name + "_id"))
                            : Parsed.of(new Column.Unlogged(type, name, kind)));
        }
        if (kind != null) {
            return logged(type, name)
                    .then(logged -> last(
                            path,
                            2,
                            logged ? attributeColumn(type, name, kind) : new Column.Unlogged(type, name, kind)));
        }
        if (name.endsWith("_id")
                && ModelFields.kind(type, name.substring(0, name.length() - 3)) == ModelFields.Kind.RELATION) {
            return logged(type, name)
                    .then(logged -> last(
                            path,
                            2,
                            logged
                                    ? new Integers(
                                            name.substring(0, name.length() - 3),
                                            attribute(type, name),
                                            Integers.Use.RELATION,
                                            Integers.Known.NOTHING)
                                    : new Column.Unlogged(type, name, ModelFields.Kind.RELATION)));
        }
        // What AWX shows of an object and has no column for.
        if (AwxTypes.ALL.contains(type) && Models.attributes(type).contains(name)) {
            return Parsed.refused(Models.refusal(type, path));
        }
        return vocabulary
                .hasAttribute(type, name)
                .then(has -> has
                        ? last(path, 2, attributeColumn(type, name, ModelFields.Kind.TEXT))
                        : Parsed.refused(Models.refusal(type, path)));
    }

    /** Whether the log has an attribute: those that AWX shows, and those that events bring. */
    private Parsed<Boolean> logged(String type, String name) {
        return Models.attributes(type).contains(name) ? Parsed.of(true) : vocabulary.hasAttribute(type, name);
    }

    /** An object that a linked object refers to: the log knows its id and nothing else. */
    private Parsed<Column> reference(List<String> path, Place place) {
        boolean byKey = path.size() == 3 && isKey(path.get(2));
        if (path.size() > 2 && !byKey) {
            return Parsed.refused(AwxErrors.badRequest(
                    "Filtering through " + path.get(1) + " of " + path.get(0) + " is only possible by id."));
        }
        return Parsed.of(new Integers(
                byKey ? "id" : path.get(1),
                place,
                byKey ? Integers.Use.NULLABLE : Integers.Use.RELATION,
                Integers.Known.NOTHING));
    }

    private Column attributeColumn(String type, String name, ModelFields.Kind kind) {
        Place place = attribute(type, name);
        return switch (kind) {
            case BOOLEAN -> new Column.OfBooleans(place);
            case INTEGER -> new Numbers(name, place, true);
            case NUMBER -> new Numbers(name, place, false);
            case TIME -> new Column.OfTimeText(name, place);
            default ->
                AwxSummary.isEmptyWithout(name)
                        ? new Column.OfText(new Place.OnAttributeOrEmpty(vocabulary, type, name), false)
                        : new Column.OfText(place, false);
        };
    }

    private Place attribute(String type, String name) {
        return new Place.OnLink(vocabulary, type, spelling -> linkAttribute(spelling, name));
    }

    private static Parsed<Column> last(List<String> path, int length, Column column) {
        return path.size() == length ? Parsed.of(column) : Parsed.refused(AwxErrors.noRelatedModel(path.get(length)));
    }

    private static boolean isKey(String name) {
        return name.equals("id") || name.equals("pk");
    }
}
