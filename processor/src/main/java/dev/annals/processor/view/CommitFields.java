package dev.annals.processor.view;

import dev.annals.processor.view.Field.Kind;

/** The fields that commits are indexed by. */
public final class CommitFields {
    /** The commit's number. */
    public static final Field NUMBER = Field.of("number", Kind.NUMBER);

    /** The commit's time. */
    public static final Field TIME = Field.of("time", Kind.TIME);

    public static final Field SERVICE = Field.of("service", Kind.TEXT);

    /** Types of its objects; several values. */
    public static final Field OBJECT_TYPE = Field.of("object.type", Kind.TEXT);

    /** Address text as the first member brought it; may be a chain of proxies. */
    public static final Field IP_ADDRESS = Field.of("ip", Kind.TEXT);

    /** The producer's id of the action. */
    public static final Field COMMIT_ID = Field.of("commit", Kind.TEXT);

    /** Type of its subject; missing for the system. */
    public static final Field SUBJECT_TYPE = Field.of("subject.type", Kind.TEXT);

    private CommitFields() {}

    /** Id of its subject, for subjects of one type. */
    public static Field subjectId(String type) {
        return Field.keyed("subject.id", Kind.ID, type);
    }

    /** Ids of its objects of one type; several values. */
    public static Field objectId(String type) {
        return Field.keyed("object.id", Kind.ID, type);
    }
}
