package dev.annals.dialect.awx;

import static dev.annals.dialect.awx.AwxIndexedFields.CHANGES;
import static dev.annals.processor.view.ActivityFields.*;

import dev.annals.api.Parsed;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.metadata.ModelFields;
import dev.annals.dialect.awx.metadata.Models;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of AWX and where they are in the log: what {@code a__b__c} leads to, or AWX's refusal of it.
 *
 * @param vocabulary decides on the names that AWX does not have but the log does
 */
record AwxFields(Vocabulary vocabulary) {
    private static final String ACTIVITY = "ActivityStream";
    private static final Set<String> ONCE = Set.of(
            "id",
            "pk",
            "operation",
            "changes",
            "action_node",
            "object_relationship_type",
            "object1",
            "object2",
            "object1_id",
            "object2_id");
    private static final Set<String> ACTOR_TEXTS = Set.of("username", "first_name", "last_name");

    /**
     * Whether AWX, where it filters by this path, lists each activity once however often it has joined it. It takes the trouble for all that is no text and no
     * number of the activity itself.
     */
    static boolean isDistinct(List<String> path) {
        return path.size() > 1 || !ONCE.contains(path.get(0));
    }

    /** The column at the end of a path. */
    Parsed<Column> column(List<String> named) {
        List<String> path = Models.columns(named);
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

    /** What a related search of this path looks in; nothing when AWX's model has none of the fields that it searches, and then it finds everything. */
    Parsed<List<Column>> searched(List<String> named) {
        List<String> path = Models.columns(named);
        String first = path.get(0);
        boolean actor = first.equals("actor");
        if (path.size() == 1 && (plain(first) == null || actor)) {
            return (actor ? Parsed.of(true) : isRelation(first))
                    .then(relation -> relation
                            ? Parsed.of(actor ? searchedActor() : searchedLinks(first))
                            : Parsed.refused(AwxErrors.noSuchField(ACTIVITY, first)));
        }
        return column(named).then(column -> {
            boolean relation = column instanceof Column.Unlogged unlogged
                    ? unlogged.kind() == ModelFields.Kind.RELATION
                    : column instanceof Integers integers && integers.use() == Integers.Use.RELATION;
            return Parsed.refused(
                    relation
                            ? AwxErrors.badRequest("The log has no texts of " + String.join("__", named)
                                    + " to search (expected: a search of actor or of a linked object).")
                            : AwxErrors.badRequest(String.join("__", named) + " is not searchable"));
        });
    }

    private static List<Column> searchedActor() {
        return List.of(actorText("username"), actorText("first_name"), actorText("last_name"));
    }

    /** Of types that AWX has, the fields that it searches; of others the name and whatever else of these there is. */
    private List<Column> searchedLinks(String type) {
        boolean known = AwxTypes.ALL.contains(type);
        List<Column> columns = new ArrayList<>();
        for (String attribute :
                List.of("name", "username", "first_name", "last_name", "email", "description", "playbook")) {
            if (!known || ModelFields.kind(type, attribute) == ModelFields.Kind.TEXT) {
                columns.add(linkText(type, attribute));
            }
        }
        return columns;
    }

    private Column linkText(String type, String attribute) {
        Place place = attribute.equals("name")
                ? new Place.OnLink(vocabulary, type, spelling -> linkName(spelling))
                : Models.isNamedBy(type, attribute)
                        ? new Place.OnAttributeOrName(vocabulary, type, attribute)
                        : AwxSummary.isEmptyWithout(attribute)
                                ? new Place.OnAttributeOrEmpty(vocabulary, type, attribute)
                                : attribute(type, attribute);
        return new Column.OfText(place, false);
    }

    private @org.jspecify.annotations.Nullable Column plain(String name) {
        return switch (name) {
            case "id", "pk" -> new Integers("id", new Place.OnActivity(ID), Integers.Use.PLAIN, Integers.Known.NOTHING);
            case "timestamp" -> new Times(name, at(TIME));
            case "operation" -> text(OPERATION);
            case "changes" -> text(CHANGES);
            case "action_node" -> new Column.OfText(new Place.OnActivity(NODE), true);
            case "object_relationship_type" ->
                new Column.OfText(new Place.OnActivity(AwxIndexedFields.RELATIONSHIP_TYPE), true);
            case "object1" -> new Column.OfTypes(vocabulary, OBJECT_TYPE, false);
            case "object2" -> new Column.OfTypes(vocabulary, OBJECT2_TYPE, true);
            case "object1_id" -> objectId(name, OBJECT_ID);
            case "object2_id" -> objectId(name, OBJECT2_ID);
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

    private static Column actorText(String name) {
        Place place = switch (name) {
            case "first_name" -> new Place.OnActor(ACTOR_FIRST_NAME);
            case "last_name" -> new Place.OnActor(ACTOR_LAST_NAME);
            default -> new Place.OnActorsUsername();
        };
        return new Column.OfText(place, false);
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
            Column column = isKey(name) ? actor("id", Integers.Use.NULLABLE) : actorText(name);
            return path.size() == 2 ? Parsed.of(column) : Parsed.refused(AwxErrors.noRelatedModel(path.get(2)));
        }
        return name.equals("activity_stream") ? Parsed.refused(AwxErrors.noSuchHop("user", path)) : beyond(path);
    }

    private Parsed<Column> linkHop(List<String> path) {
        String type = path.get(0);
        String name = path.get(1);
        if (isKey(name)) {
            return last(path, 2, link("id", type, Integers.Use.NULLABLE));
        }
        if (Models.isSecret(type, name) || name.equals("activity_stream")) {
            return Parsed.refused(AwxErrors.noSuchHop(type, path));
        }
        if (name.equals("name") || Models.isNamedBy(type, name)) {
            return last(path, 2, linkText(type, name));
        }
        ModelFields.Kind kind = ModelFields.kind(type, name);
        if (kind == ModelFields.Kind.RELATION) {
            return logged(type, name + "_id")
                    .then(logged ->
                            logged || path.size() > 2 ? reference(path, attribute(type, name + "_id")) : beyond(path));
        }
        if (kind != null) {
            return logged(type, name)
                    .then(logged -> last(
                            path,
                            2,
                            logged ? attributeColumn(type, name, kind) : new Column.Unlogged(type, name, kind)));
        }
        // What AWX shows of an object and has no column for.
        if (AwxTypes.ALL.contains(type) && Models.attributes(type).contains(name)) {
            return Parsed.refused(AwxErrors.noSuchHop(type, path));
        }
        return vocabulary
                .hasAttribute(type, name)
                .then(has -> has
                        ? last(path, 2, attributeColumn(type, name, ModelFields.Kind.TEXT))
                        : Parsed.refused(AwxErrors.noSuchHop(type, path)));
    }

    /** Whether the log has an attribute: those that AWX shows, and those that events bring. */
    private Parsed<Boolean> logged(String type, String name) {
        return Models.attributes(type).contains(name) ? Parsed.of(true) : vocabulary.hasAttribute(type, name);
    }

    /** An object that a linked object refers to: the log knows its id and nothing else. */
    private Parsed<Column> reference(List<String> path, Place place) {
        boolean byKey = path.size() == 3 && isKey(path.get(2));
        if (path.size() > 2 && !byKey) {
            return beyond(path);
        }
        return Parsed.of(new Integers(
                byKey ? "id" : path.get(1),
                place,
                byKey ? Integers.Use.NULLABLE : Integers.Use.RELATION,
                Integers.Known.NOTHING));
    }

    /** A path through relations of the linked object, of which the log knows nothing: what AWX would refuse in it is refused as by AWX. */
    private static Parsed<Column> beyond(List<String> path) {
        String type = path.get(0).equals("actor") ? "user" : path.get(0);
        Set<String> passed = new HashSet<>();
        for (int at = 1; ; at++) {
            String name = path.get(at);
            boolean last = at == path.size() - 1;
            ModelFields.Kind kind = isKey(name) ? ModelFields.Kind.INTEGER : ModelFields.kind(type, name);
            if (Models.isSecret(type, name) || kind == null) {
                return Parsed.refused(AwxErrors.noSuchHop(type, List.of(type, name)));
            }
            if (!passed.add(type + " " + name)) {
                return Parsed.refused(AwxErrors.loop(name));
            }
            if (last) {
                return Parsed.of(new Column.Unlogged(type, name, kind));
            }
            if (kind != ModelFields.Kind.RELATION) {
                return Parsed.refused(AwxErrors.noRelatedModel(path.get(at + 1)));
            }
            String target = ModelFields.target(type, name);
            if (target.equals("?")) {
                return Parsed.of(new Column.Unlogged(type, name, kind));
            }
            type = target;
        }
    }

    private Column attributeColumn(String type, String name, ModelFields.Kind kind) {
        Place place = attribute(type, name);
        return switch (kind) {
            case BOOLEAN -> new Booleans(name, place);
            case INTEGER -> new Numbers(name, place, true);
            case NUMBER -> new Numbers(name, place, false);
            case TIME -> new Times(name, place);
            default -> linkText(type, name);
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
