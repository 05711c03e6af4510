package dev.annals.dialect.awx;

import static dev.annals.processor.view.ActivityFields.*;

import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.metadata.Models;
import dev.annals.query.Filter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which activities are those of one object: the sub-list {@code /api/v2/{resource}/{id}/activity_stream/}.
 *
 * <p>Every collection of AWX is a resource, and so is the plural of any type that occurs in the log. The id may also be the
 * object's name, and behind {@code ++} the names of what it is in. As in AWX some objects bring the activities of others: a user
 * what the user did, an inventory its hosts and groups, a host its inventory, a group its hosts, a project its credential, a
 * team the projects and credentials it was granted, a workflow template its nodes.
 *
 * @param filter the activities
 * @param twice those that AWX joins twice, and so lists twice where no parameter makes it list each once
 * @param path the path of the list, with the id in place of a name
 * @param type of the object, as AWX spells it
 */
record ResourceTrail(Filter filter, Filter twice, String path, String type) {
    private static final Map<String, String> TYPES = new HashMap<>();

    static {
        AwxTypes.ALL.stream()
                .filter(type -> !type.equals("setting"))
                .forEach(type -> TYPES.put(Models.collection(type), type));
    }

    /** What an object is in, from the next part of its name to the last; all others are in an organization. */
    private static final Map<String, List<String>> WITHIN = Map.of(
            "host", List.of("inventory", "organization"),
            "group", List.of("inventory", "organization"),
            "inventory_source", List.of("inventory", "organization"),
            "workflow_job_template_node", List.of("workflow_job_template", "organization"),
            "credential", List.of("credential_type", "organization"));

    /** The activities of an object; refused when there is no such resource, or nothing of such a name. */
    static Parsed<ResourceTrail> of(String resource, String segment, Vocabulary vocabulary) {
        return types(resource, vocabulary).then(types -> {
            if (types.size() > 1 || !AwxTypes.ALL.contains(types.iterator().next())) {
                List<Filter> parts = new ArrayList<>();
                types.forEach(type -> parts.addAll(byIdOrName(type, segment)));
                return Parsed.of(new ResourceTrail(
                        new Filter.Or(parts),
                        Filter.NONE,
                        path(resource, segment),
                        types.iterator().next()));
            }
            String type = types.iterator().next();
            LastKnown known = new LastKnown(vocabulary.audit());
            return id(type, segment, vocabulary, known)
                    .then(id -> filter(type, id, known)
                            .map(filter -> new ResourceTrail(
                                    filter,
                                    type.equals("inventory") ? ofTwoGroups(id) : Filter.NONE,
                                    path(resource, id.equals(number(segment)) ? segment : id),
                                    type)));
        });
    }

    /** The type of the objects of a resource; refused when there is no such resource. */
    static Parsed<String> type(String resource, Vocabulary vocabulary) {
        return types(resource, vocabulary).map(types -> types.iterator().next());
    }

    private static String path(String resource, String segment) {
        return "/api/v2/" + resource + "/" + QueryString.encodeSegment(segment) + "/activity_stream/";
    }

    private static Parsed<Set<String>> types(String resource, Vocabulary vocabulary) {
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

    /** A number without signs and zeros that mean nothing; any other text as it is. */
    private static String number(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Values.integer(text).map(Object::toString).orElse(text)
                : text;
    }

    private static List<Filter> byIdOrName(String type, String segment) {
        return List.of(new Filter.Term(linkId(type), number(segment)), new Filter.Term(linkName(type), segment));
    }

    /** The id that a segment of a path stands for: a number, an id that the log has, or the id of the object of that name. */
    private static Parsed<String> id(String type, String segment, Vocabulary vocabulary, LastKnown known) {
        String number = number(segment);
        if (!segment.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Parsed.of(number);
        }
        return isId(type, segment, vocabulary).then(isId -> isId ? Parsed.of(segment) : named(type, segment, known));
    }

    private static Parsed<Boolean> isId(String type, String segment, Vocabulary vocabulary) {
        List<dev.annals.processor.view.Field> fields = new ArrayList<>();
        AwxTypes.spellings(type).forEach(spelling -> fields.add(linkId(spelling)));
        if (type.equals("user")) {
            fields.add(ACTOR_ID);
        }
        return Parsed.each(fields, field -> vocabulary.has(field, segment)).map(found -> found.contains(true));
    }

    private static Parsed<String> named(String type, String segment, LastKnown known) {
        return candidates(type, segment, List.of(), known).then(whole -> {
            if (whole.isPresent()) {
                return Parsed.of(whole.get());
            }
            List<String> parts = List.of(segment.replace("[+]", "\0").split("\\+\\+", -1)).stream()
                    .map(part -> part.replace('\0', '+'))
                    .toList();
            return candidates(type, parts.get(0), parts.subList(1, parts.size()), known)
                    .then(found -> found.map(Parsed::of)
                            .orElseGet(() -> Parsed.refused(AwxErrors.unnamed(Models.className(type)))));
        });
    }

    /** The first object of a name that is not known to be in something of another name than those behind it. */
    private static Parsed<Optional<String>> candidates(String type, String name, List<String> within, LastKnown known) {
        return known.named(type, name)
                .then(ids -> Parsed.each(ids, id -> isWithin(type, id, within, known))
                        .map(fits -> ids.stream()
                                .filter(id -> fits.get(ids.indexOf(id)))
                                .findFirst()));
    }

    private static Parsed<Boolean> isWithin(String type, String id, List<String> names, LastKnown known) {
        if (names.isEmpty()) {
            return Parsed.of(true);
        }
        List<String> attributes = WITHIN.getOrDefault(type, List.of("organization"));
        if (names.size() > attributes.size()) {
            return Parsed.of(false);
        }
        String attribute = attributes.get(0);
        String name = names.get(0);
        List<String> rest = names.subList(1, names.size());
        return within(type, id, attribute, known)
                .then(container -> container.isEmpty() || name.isEmpty()
                        ? Parsed.of(true)
                        : known.name(attribute, container.get())
                                .map(found -> found.isEmpty()
                                        || found.get().equals(name)
                                        || name.startsWith(found.get() + "+")))
                .then(fits ->
                        !fits || rest.isEmpty() ? Parsed.of(fits) : behind(type, id, attribute, rest.get(0), known));
    }

    /** Whether the last part of a name fits: the organization of what an object is in, or of a credential itself. */
    private static Parsed<Boolean> behind(String type, String id, String attribute, String name, LastKnown known) {
        boolean nested = !type.equals("credential");
        return (nested ? within(type, id, attribute, known) : Parsed.of(Optional.of(id)))
                .then(holder -> holder.isEmpty()
                        ? Parsed.of(Optional.<String>empty())
                        : known.reference(nested ? attribute : type, holder.get(), "organization"))
                .then(organization -> organization.isEmpty() || name.isEmpty()
                        ? Parsed.of(true)
                        : known.name("organization", organization.get())
                                .map(found -> found.isEmpty() || found.get().equals(name)));
    }

    /** A job template is in the organization of its project. */
    private static Parsed<Optional<String>> within(String type, String id, String attribute, LastKnown known) {
        return known.reference(type, id, attribute)
                .then(found -> found.isPresent() || !type.equals("job_template")
                        ? Parsed.of(found)
                        : known.reference(type, id, "project")
                                .then(project -> project.isEmpty()
                                        ? Parsed.of(project)
                                        : known.reference("project", project.get(), attribute)));
    }

    private static Parsed<Filter> filter(String type, String id, LastKnown known) {
        List<Filter> own = new ArrayList<>(List.of(linked(type, Set.of(id))));
        switch (type) {
            case "user" -> own.add(new Filter.Term(ACTOR_ID, id));
            case "inventory" ->
                List.of("host", "group")
                        .forEach(part -> AwxTypes.spellings(part)
                                .forEach(spelling ->
                                        own.add(new Filter.Term(linkAttribute(spelling, "inventory_id"), id))));
            case "workflow_job_template" -> own.add(nodesOf(id));
            default -> {
                // The others have more to be asked for.
            }
        }
        Filter base = new Filter.Or(own);
        return switch (type) {
            case "host" -> with(base, known.reference(type, id, "inventory").map(Optional::stream), "inventory");
            case "project" -> with(base, known.reference(type, id, "credential").map(Optional::stream), "credential");
            case "group" -> with(base, known.joined(type, id, "host", false).map(Set::stream), "host");
            case "team" ->
                with(base, known.joined(type, id, "project", true).map(Set::stream), "project")
                        .then(some -> with(
                                some, known.joined(type, id, "credential", true).map(Set::stream), "credential"));
            default -> Parsed.of(base);
        };
    }

    private static Parsed<Filter> with(
            Filter base, Parsed<? extends java.util.stream.Stream<String>> others, String type) {
        return others.map(ids -> {
            Set<String> all = new TreeSet<>();
            ids.forEach(all::add);
            return all.isEmpty() ? base : base.or(linked(type, all));
        });
    }

    private static Filter linked(String type, Set<String> ids) {
        return new Filter.Or(AwxTypes.spellings(type).stream()
                .<Filter>map(spelling -> new Filter.In(linkId(spelling), ids))
                .toList());
    }

    /** A group put into a group: AWX finds such an activity of an inventory by the one and by the other. */
    private static Filter ofTwoGroups(String inventory) {
        return new Filter.Or(AwxTypes.spellings("group").stream()
                .map(spelling -> new Filter.Term(LINK_REPEATED, spelling)
                        .and(new Filter.Term(linkAttribute(spelling, "inventory_id"), inventory)))
                .toList());
    }

    /** Nodes whose events say which template they are of, in their summary or by an object that is only shown. */
    private static Filter nodesOf(String template) {
        List<Filter> parts = new ArrayList<>();
        for (String spelling : AwxTypes.spellings("workflow_job_template_node")) {
            parts.add(new Filter.Term(linkAttribute(spelling, "workflow_job_template_id"), template));
            parts.add(new Filter.Term(AwxIndexedFields.parent("workflow_job_template"), template)
                    .and(new Filter.Term(LINK_TYPE, spelling)));
        }
        return new Filter.Or(parts);
    }

    /** The activities that know a name of a user of this id, as the actor or as an object. */
    static Filter namedUser(String id) {
        List<Filter> parts = new ArrayList<>();
        parts.add(new Filter.Term(ACTOR_ID, id)
                .and(new Filter.And(List.of(new Filter.Missing(ACTOR_USERNAME), new Filter.Missing(ACTOR_NAME)))
                        .negated()));
        for (String spelling : AwxTypes.spellings("user")) {
            parts.add(new Filter.SameLink(
                    spelling,
                    List.of(
                            new Filter.Term(linkId(spelling), id),
                            new Filter.And(List.of(
                                            new Filter.Missing(linkName(spelling)),
                                            new Filter.Missing(linkAttribute(spelling, "username"))))
                                    .negated())));
        }
        return new Filter.Or(parts);
    }

    /** The activities that are known of a user of this id, as the actor or as an object. */
    static Filter user(String id) {
        return linked("user", Set.of(id)).or(new Filter.Term(ACTOR_ID, id));
    }
}
