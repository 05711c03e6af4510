package dev.annals.processor.view;

import dev.annals.model.Activity;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.RelatedObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An object that an activity must be found by, as it was at that moment: its object, second object or a related one. */
record Link(
        String type,
        String id,
        @Nullable String name,
        @Nullable JsonText summary) implements FieldValues {
    /** The links of an activity: the object, then the second object, then the related ones. */
    static List<Link> of(Activity activity) {
        ObjectRef second = activity.object2();
        List<Link> links = new ArrayList<>(2 + activity.related().size());
        links.add(of(activity.object()));
        if (second != null) {
            links.add(of(second));
        }
        for (RelatedObject related : activity.related()) {
            if (!related.shown()) {
                links.add(new Link(related.type(), related.id(), related.name(), related.summary()));
            }
        }
        return links;
    }

    /** The types that occur more than once. */
    static Set<String> repeatedTypes(List<Link> links) {
        if (links.size() == 1) {
            return Set.of();
        }
        Set<String> seen = new HashSet<>();
        return links.stream().map(Link::type).filter(type -> !seen.add(type)).collect(Collectors.toSet());
    }

    private static Link of(ObjectRef object) {
        return new Link(object.type(), object.id(), object.name(), object.summary());
    }

    @Override
    public List<String> of(Field field) {
        if (field.keys().isEmpty() || !field.keys().get(0).equals(type)) {
            return List.of();
        }
        return switch (field.column()) {
            case "link.id" -> List.of(id);
            case "link.name" -> name == null ? List.of() : List.of(name);
            case "link.attribute" -> {
                String value = Scalars.of(summary).get(field.keys().get(1));
                yield value == null ? List.of() : List.of(value);
            }
            default -> throw new IllegalArgumentException("a linked object has no field " + field);
        };
    }
}
