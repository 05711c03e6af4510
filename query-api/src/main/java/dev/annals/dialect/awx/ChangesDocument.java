package dev.annals.dialect.awx;

import dev.annals.model.Activity;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of an activity as one JSON text: what AWX shows as {@code changes} and searches.
 *
 * <p>Written as Python does: a blank after each comma and colon, non-ASCII as it is. A value that is not there is
 * {@code null}. Values are as the producer sent them, masked ones as AWX words them. Types are those of AWX.
 *
 * <ul>
 *   <li>joining and parting: the six keys {@code object1, object1_pk, object2, object2_pk, action, relationship}, then the
 *       pairs of fields of other names
 *   <li>deletion: {@code id}, then each field with its last value
 *   <li>all others: each field with {@code [old, new]}
 * </ul>
 */
public final class ChangesDocument {
    /** 2^53: above it, readers that keep numbers as doubles keep them no longer exactly. */
    private static final String MOST_EXACT = "9007199254740992";

    private static final Set<String> ASSOCIATION_KEYS =
            Set.of("object1", "object1_pk", "object2", "object2_pk", "action", "relationship");

    private final StringBuilder out = new StringBuilder(256);
    private final String blank;
    private final String type;
    private boolean first = true;

    private ChangesDocument(Activity activity, String blank) {
        this.blank = blank;
        this.type = AwxTypes.of(activity.object().type());
        out.append('{');
    }

    /** The text for an activity, to be searched. */
    public static String of(Activity activity) {
        return new ChangesDocument(activity, " ").text(activity);
    }

    /** The same without blanks, to be sent. */
    static String compact(Activity activity) {
        return new ChangesDocument(activity, "").text(activity);
    }

    private String text(Activity activity) {
        ObjectRef second = activity.object2();
        if (activity.operation().isAssociation() && second != null) {
            association(activity, second);
            pairs(activity, ASSOCIATION_KEYS);
        } else if (activity.operation() == Operation.DELETE) {
            deletion(activity);
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
        for (FieldChange change : activity.changes()) {
            if (!change.field().equals("id") && !AwxMasks.isLeftOut(type, change.field())) {
                key(change.field());
                value(change.field(), change.oldValue());
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

    /** Compact JSON, with the blank after each comma and colon outside of strings. */
    private void value(String field, @Nullable JsonText value) {
        if (value == null) {
            out.append("null");
            return;
        }
        String text = AwxMasks.field(type, field, value).text();
        boolean structured = !text.isEmpty() && (text.charAt(0) == '{' || text.charAt(0) == '[');
        if (!structured || blank.isEmpty()) {
            out.append(text);
            return;
        }
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c);
            if (inString) {
                if (c == '\\') {
                    out.append(text.charAt(++i));
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == ',' || c == ':') {
                out.append(blank);
            }
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
