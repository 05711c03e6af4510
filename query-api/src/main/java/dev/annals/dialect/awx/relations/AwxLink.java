package dev.annals.dialect.awx.relations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.metadata.Models;
import dev.annals.model.Activity;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.RelatedObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An object that an activity shows: one that it is about or that its event names as related.
 *
 * @param type as AWX spells it
 */
public record AwxLink(
        String type,
        String id,
        @Nullable String name,
        @Nullable JsonText summary) {
    /** What an object of one type is part of, which AWX shows beside it. */
    private static final Map<String, Set<String>> PARENTS = Map.of(
            "job", Set.of("job_template"),
            "workflow_job_template_node", Set.of("workflow_job_template"),
            "workflow_approval_template", Set.of("workflow_job_template"),
            "workflow_approval", Set.of("workflow_job"),
            "schedule",
                    Set.of(
                            "job_template",
                            "project",
                            "inventory_source",
                            "system_job_template",
                            "workflow_job_template"));

    /** The links of an activity by type, in AWX's order of types: those of the types of its two objects, and the role that a user was given. */
    public static Map<String, List<AwxLink>> shown(Activity activity) {
        Set<String> types = new TreeSet<>();
        types.add(AwxTypes.of(activity.object().type()));
        ObjectRef second = activity.object2();
        if (second != null) {
            types.add(AwxTypes.of(second.type()));
        }
        if (types.contains("user")) {
            types.add("role");
        }
        return byType(all(activity, false), types);
    }

    /** The parents of what is shown, one of each type. */
    public static Map<String, List<AwxLink>> parents(Activity activity, Set<String> shown) {
        Set<String> types = new TreeSet<>();
        shown.forEach(type -> types.addAll(PARENTS.getOrDefault(type, Set.of())));
        types.removeAll(shown);
        Map<String, List<AwxLink>> parents = byType(all(activity, true), types);
        parents.replaceAll((type, links) -> links.subList(0, 1));
        return parents;
    }

    private static Map<String, List<AwxLink>> byType(List<AwxLink> all, Set<String> types) {
        Map<String, AwxLink> distinct = new LinkedHashMap<>();
        for (AwxLink link : all) {
            if (types.contains(link.type())) {
                distinct.merge(link.type() + "/" + link.id(), link, AwxLink::completedBy);
            }
        }
        Map<String, List<AwxLink>> byType = new LinkedHashMap<>();
        Models.SUMMARY.keySet().stream().filter(types::contains).forEach(type -> byType.put(type, new ArrayList<>()));
        distinct.values()
                .forEach(link -> byType.computeIfAbsent(link.type(), type -> new ArrayList<>())
                        .add(link));
        byType.values().removeIf(List::isEmpty);
        // A setting is no object that AWX links to.
        byType.remove("setting");
        return byType;
    }

    /**
     * All links of an activity.
     *
     * @param withShown whether those count that are only shown
     */
    private static List<AwxLink> all(Activity activity, boolean withShown) {
        List<AwxLink> links = new ArrayList<>();
        if (isLinked(activity.object())) {
            links.add(of(activity.object()));
        }
        ObjectRef second = activity.object2();
        if (second != null && isLinked(second) && !standsForRole(activity, second)) {
            links.add(of(second));
        }
        for (RelatedObject related : activity.related()) {
            if (withShown || !related.shown()) {
                links.add(new AwxLink(AwxTypes.of(related.type()), related.id(), related.name(), related.summary()));
            }
        }
        return links;
    }

    /** AWX itself drops its links to what it has deleted; a mirror of it says so. */
    private static boolean isLinked(ObjectRef object) {
        return object.url() == null || !object.url().isEmpty();
    }

    private static AwxLink of(ObjectRef object) {
        return new AwxLink(AwxTypes.of(object.type()), object.id(), object.name(), object.summary());
    }

    /** AWX gives the role's id beside the type of the object that the role is on; that object is then among the related ones. */
    private static boolean standsForRole(Activity activity, ObjectRef second) {
        RelatedObject role = AwxAssociation.of(activity).role();
        return role != null
                && role.id().equals(second.id())
                && activity.related().stream()
                        .anyMatch(related -> AwxTypes.of(related.type()).equals(AwxTypes.of(second.type()))
                                && !related.id().equals(second.id()));
    }

    private AwxLink completedBy(AwxLink other) {
        return new AwxLink(
                type,
                id,
                name == null ? other.name : name,
                Objects.requireNonNullElse(summary, other.summary == null ? new JsonText("{}") : other.summary));
    }

    /** The linked objects of one type. */
    public static List<AwxLink> of(Activity activity, String type) {
        return all(activity, false).stream()
                .filter(link -> link.type().equals(type))
                .toList();
    }

    /** What it is called, in the attribute that AWX names its type by. */
    @Nullable
    public String label() {
        String key = Models.nameKey(type);
        String own = key.equals("name") ? null : attribute(key);
        return own == null ? name : own;
    }

    /** A scalar of its summary as text. */
    @Nullable
    public String scalar(String key) {
        JsonNode value = summary == null ? null : summary.tree().get(key);
        return value == null || !value.isValueNode() || value.isNull() ? null : value.asText();
    }

    /** A text of its summary. */
    @Nullable
    public String attribute(String key) {
        return summary == null ? null : summary.tree().path(key).textValue();
    }

    /** The name to log in with, which its name stands in for. */
    public String username() {
        return Objects.requireNonNullElse(attribute("username"), name == null ? id : name);
    }

    /** Its place among AWX's URLs. */
    public String url() {
        return url(type, id);
    }

    public static String url(String type, String id) {
        return "/api/v2/" + Models.collection(type) + "/" + dev.annals.api.QueryString.encodeSegment(id) + "/";
    }
}
