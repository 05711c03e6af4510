package dev.annals.processor.view;

import dev.annals.processor.view.ActivityIndexing.DialectFields;
import dev.annals.processor.view.Field.Kind;

/**
 * The fields that activities are indexed by, whatever dialect asks. The indexing writes them and every dialect reads them;
 * what only one dialect means is in that dialect's {@link DialectFields}.
 *
 * <p>A <em>link</em> is any object that an activity must be found by: its object, its second object and its related
 * objects, each with type, id and name as they were at that moment, and the scalar attributes of its {@code summary}.
 */
public final class ActivityFields {
    /** The activity's id. */
    public static final Field ID = Field.of("id", Kind.NUMBER);

    /** When it happened. */
    public static final Field TIME = Field.of("time", Kind.TIME);

    /** Wire name of the operation. */
    public static final Field OPERATION = Field.of("operation", Kind.TEXT);

    public static final Field SERVICE = Field.of("service", Kind.TEXT);

    /** The cluster node it took place on; missing when the event names none. */
    public static final Field NODE = Field.of("node", Kind.TEXT);

    /** Actor fields are missing for the system. */
    public static final Field ACTOR_ID = Field.of("actor.id", Kind.ID);

    public static final Field ACTOR_TYPE = Field.of("actor.type", Kind.TEXT);
    public static final Field ACTOR_NAME = Field.of("actor.name", Kind.TEXT);
    public static final Field ACTOR_USERNAME = Field.of("actor.username", Kind.TEXT);
    public static final Field ACTOR_FIRST_NAME = Field.of("actor.first_name", Kind.TEXT);
    public static final Field ACTOR_LAST_NAME = Field.of("actor.last_name", Kind.TEXT);

    public static final Field OBJECT_TYPE = Field.of("object.type", Kind.TEXT);
    public static final Field OBJECT_ID = Field.of("object.id", Kind.ID);
    public static final Field OBJECT_NAME = Field.of("object.name", Kind.TEXT);

    /** Second-object fields are missing unless two objects were joined or parted. */
    public static final Field OBJECT2_TYPE = Field.of("object2.type", Kind.TEXT);

    public static final Field OBJECT2_ID = Field.of("object2.id", Kind.ID);
    public static final Field OBJECT2_NAME = Field.of("object2.name", Kind.TEXT);
    public static final Field RELATIONSHIP = Field.of("relationship", Kind.TEXT);

    /** Types of all links; several values. */
    public static final Field LINK_TYPE = Field.of("link.type", Kind.TEXT);

    /**
     * The types of which an activity has more than one link; several values. For all other activities the index alone can
     * tell whether one and the same link meets several conditions.
     */
    public static final Field LINK_REPEATED = Field.of("link.repeated", Kind.TEXT);

    /** Name of each changed top-level field; several values. */
    public static final Field CHANGED = Field.of("changed", Kind.TEXT);

    /** The producer's commit id. */
    public static final Field COMMIT = Field.of("commit", Kind.TEXT);

    public static final Field IP_ADDRESS = Field.of("ip", Kind.TEXT);

    /** W3C trace context as given. */
    public static final Field TRACEPARENT = Field.of("traceparent", Kind.TEXT);

    /**
     * {@code baseline}, {@code drift}, {@code late}, {@code cut}, {@code presentation} (the producer brought one), {@code presentation.data} (with data in
     * it); several values.
     */
    public static final Field FLAG = Field.of("flag", Kind.TEXT);

    /** Name of the producer's presentation. */
    public static final Field PRESENTATION_NAME = Field.of("presentation.name", Kind.TEXT);

    private ActivityFields() {}

    /** Ids of the links of one type; several values. */
    public static Field linkId(String type) {
        return Field.keyed("link.id", Kind.ID, type);
    }

    /** Names of the links of one type; several values. */
    public static Field linkName(String type) {
        return Field.keyed("link.name", Kind.TEXT, type);
    }

    /** One scalar attribute of the {@code summary} of the links of one type, as text; several values. */
    public static Field linkAttribute(String type, String attribute) {
        return Field.keyed("link.attribute", Kind.TEXT, type, attribute);
    }

    /** The value of a label. */
    public static Field label(String key) {
        return Field.keyed("label", Kind.TEXT, key);
    }
}
