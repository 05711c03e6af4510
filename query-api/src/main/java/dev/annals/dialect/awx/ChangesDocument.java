package dev.annals.dialect.awx;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.relations.AwxAssociation;
import dev.annals.model.Activity;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of an activity as one JSON text, in two forms. Values are as the producer sent them, masked ones as AWX words them; types are those of AWX.
 *
 * <ul>
 *   <li>association and disassociation: the six keys {@code object1, object1_pk, object2, object2_pk, action, relationship}, then the
 *       pairs of fields of other names
 *   <li>deletion: each field with its last value, {@code id} first as it is shown, and where the event has it or last as it is searched
 *   <li>creation: each field with {@code [null, new]} as it is shown, which is the guide's form; with the new value as it is searched, which is AWX's
 *   <li>all others: each field with {@code [old, new]}, {@code null} for a value that is not there
 * </ul>
 *
 * <p>The form that is shown is compact. The form that is searched, filtered and ordered by is the one that AWX has in its table, as Python's
 * {@code json.dumps} writes it: a blank after each comma and colon, and every character outside of ASCII as an escape.
 */
public final class ChangesDocument {
    /** 2^53: above it, readers that keep numbers as doubles keep them no longer exactly. */
    private static final String MOST_EXACT = "9007199254740992";

    private static final Set<String> ASSOCIATION_KEYS =
            Set.of("object1", "object1_pk", "object2", "object2_pk", "action", "relationship");

    private final StringBuilder out = new StringBuilder(256);
    private final boolean searched;
    private final String blank;
    private final String type;
    private boolean first = true;

    private ChangesDocument(Activity activity, boolean searched) {
        this.searched = searched;
        this.blank = searched ? " " : "";
        this.type = AwxTypes.of(activity.object().type());
        out.append('{');
    }

    /** The text for an activity as AWX has it in its table. */
    public static String searched(Activity activity) {
        return new ChangesDocument(activity, true).text(activity);
    }

    /** The text for an activity as it is sent. */
    static String shown(Activity activity) {
        return new ChangesDocument(activity, false).text(activity);
    }

    private String text(Activity activity) {
        ObjectRef second = activity.object2();
        if (activity.operation().isAssociation() && second != null) {
            association(activity, second);
            pairs(activity, ASSOCIATION_KEYS);
        } else if (activity.operation() == Operation.DELETE) {
            deletion(activity);
        } else if (searched && activity.operation() == Operation.CREATE) {
            creation(activity);
        } else {
            pairs(activity, Set.of());
        }
        return out.append('}').toString();
    }

    /** Whether an id is shown as a JSON number: a canonical decimal that every JSON reader keeps exactly. */
    static boolean isNumber(String id) {
        int length = id.length();
        if (length == 0 || length > MOST_EXACT.length() || (id.charAt(0) == '0' && length > 1)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return false;
            }
        }
        return length < MOST_EXACT.length() || id.compareTo(MOST_EXACT) <= 0;
    }

    private void association(Activity activity, ObjectRef second) {
        key("object1");
        quote(type);
        key("object1_pk");
        id(activity.object().id());
        key("object2");
        quote(AwxTypes.of(second.type()));
        key("object2_pk");
        AwxAssociation association = AwxAssociation.of(activity);
        id(association.secondKey(second));
        key("action");
        quote(activity.operation().wireName());
        key("relationship");
        quote(association.relation());
    }

    private void deletion(Activity activity) {
        if (!searched) {
            ownId(activity);
        }
        boolean hasId = false;
        for (FieldChange change : activity.changes()) {
            boolean id = change.field().equals("id");
            hasId |= id;
            if ((searched || !id) && !AwxMasks.isLeftOut(type, change.field())) {
                key(change.field());
                value(change.field(), change.oldValue());
            }
        }
        if (searched && !hasId) {
            ownId(activity);
        }
    }

    private void ownId(Activity activity) {
        key("id");
        JsonText own = null;
        for (FieldChange change : activity.changes()) {
            own = change.field().equals("id") ? change.oldValue() : own;
        }
        if (own == null) {
            id(activity.object().id());
        } else {
            value("id", own);
        }
    }

    private void creation(Activity activity) {
        for (FieldChange change : activity.changes()) {
            if (!AwxMasks.isLeftOut(type, change.field())) {
                key(change.field());
                value(change.field(), change.newValue());
            }
        }
    }

    private void pairs(Activity activity, Set<String> taken) {
        for (FieldChange change : activity.changes()) {
            if (taken.contains(change.field()) || AwxMasks.isLeftOut(type, change.field())) {
                continue;
            }
            key(change.field());
            out.append('[');
            value(change.field(), change.oldValue());
            out.append(',').append(blank);
            value(change.field(), change.newValue());
            out.append(']');
        }
    }

    private void key(String name) {
        if (!first) {
            out.append(',').append(blank);
        }
        first = false;
        quote(name);
        out.append(':').append(blank);
    }

    private void id(String id) {
        if (isNumber(id)) {
            out.append(id);
        } else {
            quote(id);
        }
    }

    private void value(String field, @Nullable JsonText value) {
        String text =
                value == null ? "null" : AwxMasks.field(type, field, value).text();
        if (searched) {
            PythonJson.write(text, out);
        } else {
            out.append(text);
        }
    }

    private void quote(String text) {
        if (searched) {
            PythonJson.quote(text, out);
        } else {
            out.append(TextNode.valueOf(text));
        }
    }
}
