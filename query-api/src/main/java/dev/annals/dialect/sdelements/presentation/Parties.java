package dev.annals.dialect.sdelements.presentation;

import dev.annals.model.Activity;
import dev.annals.model.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * The member and the whole when two objects are associated or disassociated: the second object is the member and the first is what it joins,
 * unless only the first is a user. A user joins a team, whichever of the two the producer names first.
 *
 * @param member absent when the activity is of one object
 */
record Parties(@Nullable ObjectRef member, ObjectRef whole) {
    static Parties of(Activity activity) {
        ObjectRef object = activity.object();
        ObjectRef second = activity.object2();
        if (second == null || !activity.operation().isAssociation()) {
            return new Parties(null, object);
        }
        return isUser(object) && !isUser(second) ? new Parties(object, second) : new Parties(second, object);
    }

    private static boolean isUser(ObjectRef object) {
        return TypeName.of(object.type()).is("user");
    }
}
