package dev.annals.dialect.sdelements.presentation;

import dev.annals.model.Activity;
import dev.annals.model.ObjectRef;

/**
 * How SD Elements would show an activity whose producer does not say: its icon and log level. Both are open sets of words; where the
 * product's documentation shows a word, that word is used.
 */
public record DerivedLook(String icon, String logLevel) {
    public static DerivedLook of(Activity activity) {
        TypeName type = TypeName.of(activity.object().type());
        return switch (activity.operation()) {
            case CREATE -> created(type);
            case UPDATE ->
                type.is("project") || type.is("application")
                        ? new DerivedLook("modify", "modify")
                        : new DerivedLook("edit", "");
            case DELETE -> new DerivedLook("delete", "delete");
            case ASSOCIATE -> member(activity, "personAdd", "add");
            case DISASSOCIATE -> member(activity, "personRemove", "remove");
            case EXECUTE -> new DerivedLook("run", "");
            case LOGIN, LOGOUT -> new DerivedLook("user", "");
            case OTHER -> new DerivedLook("edit", "");
        };
    }

    private static DerivedLook created(TypeName type) {
        if (type.is("user")) {
            return new DerivedLook("user", "");
        }
        return type.is("group")
                ? new DerivedLook("user", "success")
                : new DerivedLook("create" + type.camelCase(), "create");
    }

    private static DerivedLook member(Activity activity, String person, String other) {
        ObjectRef member = Parties.of(activity).member();
        return member != null && TypeName.of(member.type()).is("user")
                ? new DerivedLook(person, "user")
                : new DerivedLook(other, "modify");
    }
}
