package dev.annals.dialect.awx;

import static dev.annals.processor.view.ActivityFields.*;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.metadata.Models;
import dev.annals.dialect.awx.relations.AwxAssociation;
import dev.annals.dialect.awx.relations.AwxLink;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the log last said of an object: its name, what it refers to, who has its name, and which objects it is joined to. AWX asks its tables; the log
 * knows as much as events have told.
 */
record LastKnown(AuditSession audit) {
    private static final int MOST_NAMESAKES = 200;
    private static final int MOST_JOINS = 10_000;

    /** How AWX writes a reference into {@code changes}: the name and the id. */
    private static final Pattern NAME_AND_ID = Pattern.compile("(?s).*-(\\d{1,18})");

    /** Ids of the objects that have or had this name, the one named so last first; at most some hundred activities are looked at. */
    Parsed<List<String>> named(String type, String name) {
        List<Filter> parts = new ArrayList<>();
        for (String spelling : AwxTypes.spellings(type)) {
            parts.add(new Filter.Term(linkName(spelling), name));
            parts.add(new Filter.Term(linkAttribute(spelling, Models.nameKey(type)), name));
        }
        boolean users = type.equals("user");
        if (users) {
            parts.add(new Filter.Term(ACTOR_USERNAME, name));
        }
        return newest(new Filter.Or(parts), MOST_NAMESAKES).map(activities -> {
            Set<String> ids = new LinkedHashSet<>();
            for (Activity activity : activities) {
                AwxLink.of(activity, type).stream()
                        .filter(link -> name.equals(link.label()))
                        .forEach(link -> ids.add(link.id()));
                Actor actor = activity.actor();
                if (users && actor != null && name.equals(AwxSummary.username(actor))) {
                    ids.add(actor.id());
                }
            }
            return List.copyOf(ids);
        });
    }

    /** The name that an object had last. */
    Parsed<Optional<String>> name(String type, String id) {
        return newest(any(type, spelling -> new Filter.Term(linkId(spelling), id)), 1)
                .map(activities -> activities.stream()
                        .flatMap(activity -> AwxLink.of(activity, type).stream())
                        .filter(link -> link.id().equals(id))
                        .map(AwxLink::label)
                        .filter(Objects::nonNull)
                        .findFirst());
    }

    /** The id of what an object refers to under a name, such as the inventory of a host; empty when the log does not say. */
    Parsed<Optional<String>> reference(String type, String id, String attribute) {
        String key = attribute + "_id";
        Filter shown = any(
                type,
                spelling -> new Filter.SameLink(
                        spelling,
                        List.of(
                                new Filter.Term(linkId(spelling), id),
                                new Filter.Missing(linkAttribute(spelling, key)).negated())));
        Filter changed = new Filter.And(List.of(
                new Filter.In(OBJECT_TYPE, Set.copyOf(AwxTypes.spellings(type))),
                new Filter.Term(OBJECT_ID, id),
                new Filter.Term(CHANGED, attribute)));
        return newest(shown.or(changed), 1)
                .map(activities ->
                        activities.stream().findFirst().flatMap(activity -> reference(activity, type, id, attribute)));
    }

    private static Optional<String> reference(Activity activity, String type, String id, String attribute) {
        ObjectRef object = activity.object();
        if (AwxTypes.of(object.type()).equals(type) && object.id().equals(id)) {
            for (FieldChange change : activity.changes()) {
                if (change.field().equals(attribute)) {
                    boolean gone = activity.operation() == Operation.DELETE;
                    return referred(gone ? change.oldValue() : change.newValue());
                }
            }
        }
        return AwxLink.of(activity, type).stream()
                .filter(link -> link.id().equals(id))
                .map(link -> link.scalar(attribute + "_id"))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Optional<String> referred(@Nullable JsonText value) {
        JsonNode tree = value == null ? null : value.tree();
        if (tree == null || !tree.isValueNode() || tree.isNull()) {
            return Optional.empty();
        }
        String text = tree.asText();
        Matcher written = NAME_AND_ID.matcher(text);
        return written.matches() ? Optional.of(written.group(1)) : Optional.of(text);
    }

    /**
     * Ids of the objects of some type that an object is joined to, by what was associated and disassociated. Refused when that was done too often to be
     * looked at.
     *
     * @param role whether only the grant of a role counts, or only what is none
     */
    Parsed<Set<String>> joined(String type, String id, String other, boolean role) {
        Set<String> own = Set.copyOf(AwxTypes.spellings(type));
        Set<String> others = Set.copyOf(AwxTypes.spellings(other));
        Filter joins = new Filter.And(List.of(
                new Filter.In(OPERATION, Set.of(Operation.ASSOCIATE.wireName(), Operation.DISASSOCIATE.wireName())),
                new Filter.Or(List.of(
                        sides(OBJECT_TYPE, own, OBJECT_ID, id, OBJECT2_TYPE, others),
                        sides(OBJECT2_TYPE, own, OBJECT2_ID, id, OBJECT_TYPE, others)))));
        return parsed(audit.activities(new Query(joins, Order.ascending(ID), 0, MOST_JOINS)))
                .then(page -> page.count() > MOST_JOINS
                        ? Parsed.refused(AwxErrors.badRequest("The " + type + " was joined to " + other
                                + " objects " + page.count() + " times (expected: at most " + MOST_JOINS
                                + "); ask for them by " + other + "= and " + type + "=."))
                        : Parsed.of(joined(page.items(), type, role)));
    }

    private static Filter sides(
            dev.annals.processor.view.Field ownType,
            Set<String> own,
            dev.annals.processor.view.Field ownId,
            String id,
            dev.annals.processor.view.Field otherType,
            Set<String> others) {
        return new Filter.And(
                List.of(new Filter.In(ownType, own), new Filter.Term(ownId, id), new Filter.In(otherType, others)));
    }

    private static Set<String> joined(List<Activity> activities, String type, boolean role) {
        Set<String> joins = new LinkedHashSet<>();
        for (Activity activity : activities) {
            AwxAssociation association = AwxAssociation.of(activity);
            ObjectRef second = Objects.requireNonNull(activity.object2());
            if (association.name().equals("role") == role) {
                boolean first = AwxTypes.of(activity.object().type()).equals(type);
                // A grant is told apart from the other grants of the pair by its role.
                String join = (first ? second : activity.object()).id() + "\n"
                        + (association.role() == null
                                ? association.type()
                                : association.role().id());
                if (activity.operation() == Operation.ASSOCIATE) {
                    joins.add(join);
                } else {
                    joins.remove(join);
                }
            }
        }
        Set<String> ids = new LinkedHashSet<>();
        joins.forEach(join -> ids.add(join.substring(0, join.indexOf('\n'))));
        return ids;
    }

    private static Filter any(String type, java.util.function.Function<String, Filter> of) {
        return new Filter.Or(AwxTypes.spellings(type).stream().map(of).toList());
    }

    private Parsed<List<Activity>> newest(Filter filter, int most) {
        return parsed(audit.activities(new Query(filter, Order.descending(ID), 0, most)))
                .map(Page::items);
    }

    private static <T> Parsed<T> parsed(Answer<T> answer) {
        return answer instanceof Answer.Ready<T> ready ? Parsed.of(ready.value()) : Parsed.refused(Failure.of(answer));
    }
}
