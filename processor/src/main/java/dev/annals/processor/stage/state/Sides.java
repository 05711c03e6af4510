package dev.annals.processor.stage.state;

import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an object before and after an event. The stored document is believed first, then the producer's word; only of an object that is gone it is the
 * other way round, because a delete carries the document that its producer saw last.
 *
 * @param stored the document that Annals had; absent for an object that it has not seen, or has seen deleted
 * @param old the document before; absent when neither the stored one nor the producer's is known
 * @param absentBefore the producer says that there was no document before
 * @param news what the event says about the document after
 * @param next the document after; present when news is DOCUMENT or PART
 */
public record Sides(
        @Nullable ObjectState stored,
        @Nullable ObjectState old,
        boolean absentBefore,
        News news,
        @Nullable ObjectState next) {

    /** What an event says about the document after it. */
    public enum News {
        /** Nothing: it carries no document, no patch and no changes. */
        NONE,
        /** The whole document. */
        DOCUMENT,
        /** Some fields of it, as a patch or as changes: the object was there before. */
        PART,
        /** The object is gone. */
        GONE
    }

    /** The sides of an event that comes in its turn. The most complete of {@code after}, {@code patch} and {@code changes} counts. */
    public static Sides of(ChangeEvent event, @Nullable ObjectState stored) {
        News news = newsOf(event);
        ObjectState claimed = stored == null || news == News.GONE ? claimed(event, news) : null;
        // What a delete carries is what its producer saw last.
        ObjectState old = claimed != null ? claimed : stored;
        return new Sides(stored, old, isNull(event.before()), news, next(event, news, old));
    }

    /** The sides of an event: those of its own time, if it comes late. */
    public static Sides of(ChangeEvent event, KnownObject known, long time) {
        if (!known.isLate(time)) {
            return of(event, known.document());
        }
        ObjectState claimed = claimed(event, newsOf(event));
        List<FieldChange> changes = event.changes();
        return of(
                event,
                known.asOf(time, claimed == null && changes != null ? ObjectState.ofOldSides(changes) : claimed));
    }

    private static News newsOf(ChangeEvent event) {
        if (event.operation() == Operation.DELETE || isNull(event.after())) {
            return News.GONE;
        }
        if (event.after() != null) {
            return News.DOCUMENT;
        }
        return event.patch() != null || event.changes() != null ? News.PART : News.NONE;
    }

    /** The producer's word on the document before. */
    private static @Nullable ObjectState claimed(ChangeEvent event, News news) {
        JsonText before = event.before();
        if (before != null) {
            return before.isNull() ? null : ObjectState.of(before);
        }
        JsonText after = event.after();
        if (news == News.GONE && after != null && !after.isNull()) {
            // A delete that carries a document carries the last one.
            return ObjectState.of(after);
        }
        List<FieldChange> changes = event.changes();
        boolean counts = after == null && event.patch() == null && event.operation() != Operation.CREATE;
        if (changes != null && counts) {
            ObjectState olds = ObjectState.ofOldSides(changes);
            return olds.fields().isEmpty() ? null : olds;
        }
        return null;
    }

    private static @Nullable ObjectState next(ChangeEvent event, News news, @Nullable ObjectState old) {
        if (news == News.NONE || news == News.GONE) {
            return null;
        }
        JsonText after = event.after();
        if (after != null) {
            return ObjectState.of(after);
        }
        ObjectState base = old == null ? ObjectState.EMPTY : old;
        JsonText patch = event.patch();
        if (patch != null) {
            return base.patched(patch);
        }
        List<FieldChange> changes = event.changes();
        return changes == null ? base : base.with(changes);
    }

    private static boolean isNull(@Nullable JsonText text) {
        return text != null && text.isNull();
    }
}
