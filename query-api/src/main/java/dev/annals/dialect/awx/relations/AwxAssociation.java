package dev.annals.dialect.awx.relations;

import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.model.Activity;
import dev.annals.model.ObjectRef;
import dev.annals.model.RelatedObject;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How AWX speaks of an association. It has two names for one: the <em>relation</em>, which is the table that links the two
 * objects, and the <em>association</em>, which for the grant of a role is the role's own field on the model that has it.
 *
 * <p>A producer sends either as {@code relationship}. It may send both: the relation as {@code relationship}, and the association
 * as the {@code role} of the related role.
 *
 * @param type AWX's {@code object_relationship_type}: the association of a grant, else the relation; empty without one
 * @param relation AWX's {@code changes.relationship}
 * @param name AWX's {@code object_association}: {@code role} for a grant, else the field that the relation is of
 * @param objectType AWX's {@code object_type}: the type of the object that the granted role is on; empty for all else
 * @param role the role that is granted or withdrawn, when the event names it
 */
public record AwxAssociation(
        String type,
        String relation,
        String name,
        String objectType,
        @Nullable RelatedObject role) {
    private static final String MEMBERS = "awx.main.models.rbac.Role_members";
    private static final String PARENTS = "awx.main.models.rbac.Role_parents";
    private static final String ROLE_FIELD = "_role";

    private static final AwxAssociation NONE = new AwxAssociation("", "", "", "", null);

    /** The association of an activity. */
    public static AwxAssociation of(Activity activity) {
        String said = activity.relationship();
        if (said == null) {
            return NONE;
        }
        ObjectRef second = activity.object2();
        // A role that is on nothing, such as the system auditor's, stands second itself and is no grant to AWX.
        boolean grants = isOfRoles(said)
                && activity.operation().isAssociation()
                && (second == null || !AwxTypes.of(second.type()).equals("role"));
        Optional<RelatedObject> role = grants
                ? activity.related().stream()
                        .filter(related -> AwxTypes.of(related.type()).equals("role"))
                        .findFirst()
                : Optional.empty();
        boolean field = said.endsWith(ROLE_FIELD);
        String type = field
                ? said
                : role.map(AwxAssociation::fieldOf)
                        .filter(AwxAssociation::isField)
                        .orElse(said);
        boolean grant = field || role.isPresent();
        return new AwxAssociation(
                type,
                field && said.contains(".") ? relationOf(activity) : said,
                grant ? "role" : lastField(said),
                grant ? objectType(activity, type) : "",
                role.orElse(null));
    }

    /** AWX's {@code changes.object2_pk}: the id of the role where the role's side of a grant stands second, else of the second object. */
    public String secondKey(ObjectRef second) {
        return role == null || isUser(second) ? second.id() : role.id();
    }

    private static boolean isOfRoles(String relationship) {
        return relationship.endsWith(ROLE_FIELD)
                || relationship.endsWith("Role_members")
                || relationship.endsWith("Role_parents");
    }

    private static String fieldOf(RelatedObject role) {
        String field = role.role();
        return field == null ? "" : field;
    }

    private static boolean isField(String text) {
        return text.contains(".") && text.endsWith(ROLE_FIELD);
    }

    /** Users are members of a role, everything else is granted a role as the parent of another one. */
    private static String relationOf(Activity activity) {
        ObjectRef second = activity.object2();
        return isUser(activity.object()) || (second != null && isUser(second)) ? MEMBERS : PARENTS;
    }

    private static boolean isUser(ObjectRef object) {
        return AwxTypes.of(object.type()).equals("user");
    }

    private static String objectType(Activity activity, String type) {
        if (isField(type)) {
            String[] segments = type.split("\\.", -1);
            return snakeCase(segments[segments.length - 2]);
        }
        ObjectRef second = activity.object2();
        if (second == null || type.endsWith(ROLE_FIELD)) {
            return "";
        }
        return AwxTypes.of((isUser(second) ? activity.object() : second).type());
    }

    private static String lastField(String relation) {
        int dot = relation.lastIndexOf('.');
        if (dot < 0) {
            return relation;
        }
        int underscore = relation.indexOf('_', dot);
        return underscore < 0 ? "" : relation.substring(underscore + 1);
    }

    private static String snakeCase(String className) {
        return className.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
