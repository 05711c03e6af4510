package dev.annals.dialect.awx;

import static dev.annals.processor.view.ActivityFields.*;

import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.query.Filter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which activities are those of one object: the sub-list {@code /api/v2/{resource}/{id}/activity_stream/}.
 *
 * <p>Every collection of AWX is a resource, and so is the plural of any type that occurs in the log. The id may also be the
 * object's name, or {@code name++organization}. A user's are also those of which the user is the actor, an inventory's also
 * those of the hosts and groups whose event says that they are in it.
 */
record ResourceTrail(Vocabulary vocabulary) {
    private static final Map<String, String> TYPES = new HashMap<>();

    static {
        AwxTypes.ALL.stream()
                .filter(type -> !type.equals("setting"))
                .forEach(type -> TYPES.put(Models.collection(type), type));
    }

    /** Types whose objects are part of an object of another type, and the attribute that says which. */
    private static final Map<String, Map<String, String>> PARTS = Map.of(
            "inventory", Map.of("host", "inventory_id", "group", "inventory_id"),
            "workflow_job_template", Map.of("workflow_job_template_node", "workflow_job_template_id"));

    /** The filter for an object; refused when there is no such resource. */
    Parsed<Filter> of(String resource, String id) {
        return types(resource)
                .map(types -> new Filter.Or(
                        types.stream().flatMap(type -> trail(type, id).stream()).toList()));
    }

    private Parsed<Set<String>> types(String resource) {
        String known = TYPES.get(resource);
        if (known != null) {
            return Parsed.of(Set.of(known));
        }
        List<String> candidates = AwxTypes.singulars(resource).stream()
                .filter(type -> AwxTypes.of(type).equals(type) && !AwxTypes.ALL.contains(type))
                .toList();
        return Parsed.each(candidates, vocabulary::hasType).then(occurring -> {
            Set<String> types = new TreeSet<>(candidates);
            types.removeIf(type -> !occurring.get(candidates.indexOf(type)));
            return types.isEmpty() ? Parsed.refused(new Failure.NoSuchPath()) : Parsed.of(types);
        });
    }

    private static List<Filter> trail(String type, String id) {
        boolean number = Values.integer(id).isPresent();
        String key = number ? Values.integer(id).map(Object::toString).orElse(id) : id;
        List<Filter> parts = new ArrayList<>();
        for (String spelling : AwxTypes.spellings(type)) {
            parts.add(new Filter.Term(linkId(spelling), key));
            if (!number) {
                parts.add(named(spelling, id));
            }
        }
        if (type.equals("user")) {
            parts.add(new Filter.Term(ACTOR_ID, key));
            if (!number) {
                parts.add(new Filter.Term(ACTOR_USERNAME, id));
            }
        }
        PARTS.getOrDefault(type, Map.of())
                .forEach((part, attribute) -> AwxTypes.spellings(part)
                        .forEach(spelling -> parts.add(new Filter.Term(linkAttribute(spelling, attribute), key))));
        return parts;
    }

    private static Filter named(String spelling, String name) {
        int plus = name.indexOf("++");
        Filter whole = new Filter.Term(linkName(spelling), name);
        if (plus < 0) {
            return whole;
        }
        List<Filter> organizations = AwxTypes.spellings("organization").stream()
                .<Filter>map(organization -> new Filter.Term(linkName(organization), name.substring(plus + 2)))
                .toList();
        return whole.or(new Filter.Term(linkName(spelling), name.substring(0, plus)).and(new Filter.Or(organizations)));
    }

    /** The newest that is known of a user: by this id, as the actor or as an object. */
    static Filter user(String id) {
        List<Filter> parts = new ArrayList<>();
        parts.add(new Filter.Term(ACTOR_ID, id));
        AwxTypes.spellings("user").forEach(spelling -> parts.add(new Filter.Term(linkId(spelling), id)));
        return new Filter.Or(parts);
    }
}
