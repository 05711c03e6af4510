package dev.annals.codec;

import dev.annals.model.Actor;
import dev.annals.model.CommitPart;
import dev.annals.model.Drift;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import org.jspecify.annotations.Nullable;

/** Writes the records inside our Avro records, fields in schema order. */
final class PartsOut {
    private PartsOut() {}

    static void actor(AvroOut out, @Nullable Actor actor) {
        if (actor == null) {
            out.number(0);
            return;
        }
        out.number(1);
        out.text(actor.type());
        out.text(actor.id());
        out.optional(actor.name());
        out.optional(actor.username());
        out.optional(actor.firstName());
        out.optional(actor.lastName());
    }

    static void object(AvroOut out, ObjectRef object) {
        out.text(object.type());
        out.text(object.id());
        out.optional(object.name());
        out.optional(object.url());
        out.optional(object.summary());
    }

    static void optionalObject(AvroOut out, @Nullable ObjectRef object) {
        if (object == null) {
            out.number(0);
        } else {
            out.number(1);
            object(out, object);
        }
    }

    static void related(AvroOut out, RelatedObject object) {
        out.text(object.type());
        out.text(object.id());
        out.optional(object.name());
        out.optional(object.role());
        out.optional(object.summary());
        out.flag(object.shown());
    }

    static void change(AvroOut out, FieldChange change) {
        out.text(change.field());
        out.optional(change.oldValue());
        out.optional(change.newValue());
    }

    static void drift(AvroOut out, Drift drift) {
        out.text(drift.field());
        out.optional(drift.stored());
        out.optional(drift.claimed());
    }

    static void commit(AvroOut out, @Nullable CommitPart commit) {
        if (commit == null) {
            out.number(0);
            return;
        }
        out.number(1);
        out.text(commit.id());
        out.optional(commit.index());
        out.optional(commit.size());
    }

    static void wording(AvroOut out, Wording wording) {
        out.optional(wording.verb());
        out.optional(wording.what());
        out.optional(wording.description());
        out.optional(wording.message());
    }

    static void execution(AvroOut out, @Nullable Execution execution) {
        if (execution == null) {
            out.number(0);
            return;
        }
        out.number(1);
        out.optional(execution.id());
        out.optional(execution.name());
        out.optional(execution.kind());
        out.optional(execution.start());
        out.optional(execution.finish());
        out.optional(execution.duration() == null ? null : execution.duration().toString());
        out.optional(execution.state());
    }

    static void presentation(AvroOut out, @Nullable Presentation presentation) {
        if (presentation == null) {
            out.number(0);
            return;
        }
        out.number(1);
        out.optional(presentation.name());
        out.optional(presentation.text());
        out.optional(presentation.icon());
        out.optional(presentation.logLevel());
        out.optional(presentation.data());
    }
}
