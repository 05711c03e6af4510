package dev.annals.dialect.sdelements.presentation;

import dev.annals.model.Activity;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name of an activity whose producer gave none: {@code CreatedGroupActivity}, {@code AddedUserToTeamActivity}. It depends
 * only on the operation and the types of the objects, so that a filter can find it.
 */
public final class DerivedName {
    private static final String SUFFIX = "Activity";
    private static final String LOGGED_IN = "LoggedIn" + SUFFIX;
    private static final String LOGGED_OUT = "LoggedOut" + SUFFIX;

    /** Longer than any name: two types of at most 128 characters and the words around them. */
    private static final int LONGEST = 1000;

    private static final Map<Operation, String> VERBS = new EnumMap<>(Map.of(
            Operation.CREATE, "Created",
            Operation.UPDATE, "Modified",
            Operation.DELETE, "Deleted",
            Operation.ASSOCIATE, "Added",
            Operation.DISASSOCIATE, "Removed",
            Operation.EXECUTE, "Executed",
            Operation.OTHER, "ActedOn"));
    private static final Map<Operation, String> JOINTS =
            new EnumMap<>(Map.of(Operation.ASSOCIATE, "To", Operation.DISASSOCIATE, "From"));

    private DerivedName() {}

    public static String of(Activity activity) {
        return switch (activity.operation()) {
            case LOGIN -> LOGGED_IN;
            case LOGOUT -> LOGGED_OUT;
            default -> VERBS.get(activity.operation()) + objects(activity) + SUFFIX;
        };
    }

    private static String objects(Activity activity) {
        Parties parties = Parties.of(activity);
        ObjectRef member = parties.member();
        String whole = TypeName.of(parties.whole().type()).camelCase();
        return member == null
                ? whole
                : TypeName.of(member.type()).camelCase() + JOINTS.get(activity.operation()) + whole;
    }

    /** The activities whose derived name is this one. */
    public static Filter is(String name, boolean ignoreCase, TypeNames types) {
        return name.length() > LONGEST ? Filter.NONE : new Search(ignoreCase, types).ways(name);
    }

    /** Splits a name in every way in which it may have been composed. */
    private record Search(boolean ignoreCase, TypeNames types) {
        Filter ways(String name) {
            List<Filter> ways = new ArrayList<>();
            if (same(LOGGED_IN, name)) {
                ways.add(operation(Operation.LOGIN));
            }
            if (same(LOGGED_OUT, name)) {
                ways.add(operation(Operation.LOGOUT));
            }
            VERBS.forEach((operation, verb) -> {
                int end = name.length() - SUFFIX.length();
                if (end > verb.length()
                        && same(verb, name.substring(0, verb.length()))
                        && same(SUFFIX, name.substring(end))) {
                    ways.add(operation(operation).and(objects(operation, name.substring(verb.length(), end))));
                }
            });
            return new Filter.Or(ways);
        }

        private Filter objects(Operation operation, String objects) {
            Filter one = oneOf(ActivityFields.OBJECT_TYPE, types.inCamelCase(objects, ignoreCase));
            String joint = JOINTS.get(operation);
            if (joint == null) {
                return one;
            }
            List<Filter> ways = new ArrayList<>();
            ways.add(one.and(new Filter.Missing(ActivityFields.OBJECT2_TYPE)));
            // The name of a type may contain the joint, so every occurrence is tried.
            for (int at = 1; at + joint.length() < objects.length(); at++) {
                if (same(joint, objects.substring(at, at + joint.length()))) {
                    ways.add(joined(objects.substring(0, at), objects.substring(at + joint.length())));
                }
            }
            return new Filter.Or(ways);
        }

        /** As {@link Parties} has it: the second object joins the first, unless only the first is a user. */
        private Filter joined(String member, String whole) {
            Set<String> members = types.inCamelCase(member, ignoreCase);
            Set<String> wholes = types.inCamelCase(whole, ignoreCase);
            Filter joinsOther = oneOf(ActivityFields.OBJECT_TYPE, users(wholes, false))
                    .and(oneOf(ActivityFields.OBJECT2_TYPE, members));
            Filter joinsUser = oneOf(ActivityFields.OBJECT_TYPE, users(wholes, true))
                    .and(oneOf(ActivityFields.OBJECT2_TYPE, users(members, true)));
            Filter turned = oneOf(ActivityFields.OBJECT_TYPE, users(members, true))
                    .and(oneOf(ActivityFields.OBJECT2_TYPE, users(wholes, false)));
            return new Filter.Or(List.of(joinsOther, joinsUser, turned));
        }

        private boolean same(String a, String b) {
            return ignoreCase ? a.equalsIgnoreCase(b) : a.equals(b);
        }
    }

    private static Set<String> users(Set<String> types, boolean users) {
        return types.stream()
                .filter(type -> TypeName.of(type).is("user") == users)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Filter operation(Operation operation) {
        return new Filter.Term(ActivityFields.OPERATION, operation.wireName());
    }

    private static Filter oneOf(Field field, Set<String> values) {
        return values.isEmpty() ? Filter.NONE : new Filter.In(field, values);
    }
}
