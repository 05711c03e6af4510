package dev.annals.processor.stage.classify;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Operation;
import dev.annals.processor.stage.state.Sides;

/**
 * Which operation an event is, and whether it is worth an activity.
 *
 * <p>The producer's operation wins. Without one, an event that says the object is gone is a delete; the whole document of an unknown object is a create;
 * everything else is an update.
 */
public final class Classification {
    private Classification() {}

    /** The operation of an event. */
    public static Operation operation(ChangeEvent event, Sides sides) {
        Operation said = event.operation();
        if (said != null) {
            return said;
        }
        return switch (sides.news()) {
            case GONE -> Operation.DELETE;
            case NONE -> Operation.UPDATE;
            case DOCUMENT -> sides.old() == null ? Operation.CREATE : Operation.UPDATE;
            // A part of an object that nobody knew: it is in the middle of its life, unless the producer says
            // otherwise.
            case PART -> sides.old() == null && sides.absentBefore() ? Operation.CREATE : Operation.UPDATE;
        };
    }

    /** Whether this is the first sight of an object in the middle of its life, so that the old values are unknown. */
    public static boolean isBaseline(Operation operation, Sides sides) {
        return operation != Operation.CREATE && sides.next() != null && sides.old() == null && !sides.absentBefore();
    }

    /**
     * Whether the event becomes an activity.
     *
     * <p>An update must have changed something, or contradict what was stored; one that the producer names an update and sends no document for is taken at its word. Every other operation happened, whatever the documents say.
     */
    public static boolean isRecorded(ChangeEvent event, Operation operation, Sides sides, boolean differs) {
        if (operation != Operation.UPDATE || differs) {
            return true;
        }
        return event.operation() != null && sides.news() == Sides.News.NONE && event.before() == null;
    }
}
