package dev.annals.dialect.awx;

import dev.annals.query.Filter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the conditions of one question are about the same linked object, as Django joins tables: all plain conditions
 * on a type and the alternatives of {@code or__} are; a negated one is when a positive one on the type comes before it, and
 * otherwise says that no linked object meets it; what {@code chain__} or a search for every term has joined is apart.
 */
final class Joins {
    private final List<Condition> every = new ArrayList<>();
    private final List<Condition> either = new ArrayList<>();
    private final List<Condition> found = new ArrayList<>();
    private final List<Filter> apart = new ArrayList<>();
    private final Set<String> joined = new HashSet<>();
    private final Set<String> joinedApart = new HashSet<>();
    private final List<Said> plain = new ArrayList<>();
    private final List<Said> alternatives = new ArrayList<>();

    private record Said(Condition condition, boolean not) {}

    /** Adds a condition that must hold. */
    void and(Condition condition, boolean not) {
        plain.add(new Said(condition, not));
    }

    /** Adds one of the conditions of which one must hold. */
    void or(Condition condition, boolean not) {
        alternatives.add(new Said(condition, not));
    }

    /** Adds a condition that must hold for a linked object of its own. */
    void chain(Condition condition, boolean not) {
        apart.add(not ? condition.filter().negated() : condition.filter());
        String type = condition.joined();
        if (type != null && !not) {
            joinedApart.add(type);
        }
    }

    /** Adds one of the places of which one must have what is searched for. */
    void found(Condition condition) {
        found.add(condition);
    }

    /** All of it as a filter. The plain conditions come first, wherever they stand in the question. */
    List<Filter> filters() {
        plain.forEach(said -> every.add(resolved(said)));
        for (Said said : alternatives) {
            Condition resolved = resolved(said);
            either.add(resolved);
            // What is joined to no object at all is joined to none that meets the condition.
            if (said.not() && resolved instanceof Condition.OnLink link) {
                either.add(link.noneLinked());
            }
        }
        List<Filter> all = new ArrayList<>(apart);
        List<List<Condition>> groups = new ArrayList<>();
        for (List<Condition> group : List.of(either, found)) {
            if (!group.isEmpty()) {
                groups.add(group);
            }
        }
        if (!every.isEmpty() || !groups.isEmpty()) {
            all.add(joined(every, groups));
        }
        return all;
    }

    private Condition resolved(Said said) {
        String type = said.condition().joined();
        if (!said.not()) {
            if (type != null && !joinedApart.contains(type)) {
                joined.add(type);
            }
            return said.condition();
        }
        return said.condition() instanceof Condition.OnLink link && joined.contains(link.type())
                ? link.negated()
                : new Condition.OnActivity(said.condition().filter().negated());
    }

    /** The conditions, and one of each group. An alternative on a type that the conditions are on, too, is about the same object. */
    private static Filter joined(List<Condition> conditions, List<List<Condition>> groups) {
        if (groups.isEmpty()) {
            return Condition.all(conditions);
        }
        List<List<Condition>> rest = groups.subList(1, groups.size());
        List<Condition> apart = new ArrayList<>(groups.get(0));
        List<Filter> options = new ArrayList<>();
        conditions.stream()
                .filter(Condition.OnLink.class::isInstance)
                .map(condition -> ((Condition.OnLink) condition).type())
                .distinct()
                .forEach(type -> {
                    List<Condition> same = apart.stream()
                            .filter(condition -> condition instanceof Condition.OnLink link
                                    && link.type().equals(type))
                            .toList();
                    if (!same.isEmpty()) {
                        apart.removeAll(same);
                        options.add(joined(with(conditions, Condition.any(same)), rest));
                    }
                });
        if (!apart.isEmpty()) {
            options.add(joined(with(conditions, Condition.any(apart)), rest));
        }
        return options.size() == 1 ? options.get(0) : new Filter.Or(options);
    }

    private static List<Condition> with(List<Condition> conditions, Condition further) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(further);
        return all;
    }
}
