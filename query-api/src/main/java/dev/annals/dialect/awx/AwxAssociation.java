package dev.annals.dialect.awx;

import dev.annals.model.Activity;
import dev.annals.model.RelatedObject;
import java.util.Optional;

/**
 * How AWX speaks of an association: granting a role is an association of the grantee with the object that the role is on,
 * and is told apart by its relationship.
 */
final class AwxAssociation {
    private static final String ROLE_MEMBERS = "awx.main.models.rbac.Role_members";

    private AwxAssociation() {}

    /**
     * The role that an activity grants or withdraws: its related object of type role, when the relationship is that of
     * roles ({@code …Role_members}, {@code …Role_parents} or one that ends in {@code _role}).
     */
    static Optional<RelatedObject> role(Activity activity) {
        String relationship = activity.relationship();
        if (relationship == null || !activity.operation().isAssociation() || !isOfRoles(relationship)) {
            return Optional.empty();
        }
        return activity.related().stream()
                .filter(related -> AwxTypes.of(related.type()).equals("role"))
                .findFirst();
    }

    /** What {@code changes} gives as the relationship: that of the role's members, whichever role it is. */
    static String relationship(Activity activity) {
        String relationship = activity.relationship();
        if (relationship == null) {
            return "";
        }
        return relationship.contains(".") && relationship.endsWith("_role") ? ROLE_MEMBERS : relationship;
    }

    private static boolean isOfRoles(String relationship) {
        return relationship.endsWith("_role")
                || relationship.endsWith("Role_members")
                || relationship.endsWith("Role_parents");
    }
}
