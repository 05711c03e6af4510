package dev.annals.codec;

import dev.annals.model.Actor;
import dev.annals.model.CommitPart;
import dev.annals.model.Drift;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the records inside our Avro records, fields in schema order. For one reader, on one thread. */
final class PartsIn {
    private final AvroIn in;
    private final boolean trusted;

    private PartsIn(AvroIn in, boolean trusted) {
        this.in = in;
        this.trusted = trusted;
    }

    /** A reader for records that Annals wrote, whose documents are compact JSON already. */
    static PartsIn trusting(AvroIn in) {
        return new PartsIn(in, true);
    }

    /** A reader for records that a producer wrote, whose documents are validated and made compact. */
    static PartsIn checking(AvroIn in) {
        return new PartsIn(in, false);
    }

    @Nullable
    Actor actor() throws Refusal {
        return in.present()
                ? new Actor(
                        in.text(),
                        in.text(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText())
                : null;
    }

    ObjectRef object(String field) throws Refusal {
        return new ObjectRef(in.text(), in.text(), in.optionalText(), in.optionalText(), jsonObject(field, ".summary"));
    }

    @Nullable
    ObjectRef optionalObject(String field) throws Refusal {
        return in.present() ? object(field) : null;
    }

    RelatedObject related() throws Refusal {
        return new RelatedObject(
                in.text(),
                in.text(),
                in.optionalText(),
                in.optionalText(),
                jsonObject("related", ".summary"),
                in.flag());
    }

    FieldChange change() throws Refusal {
        return new FieldChange(in.text(), json("changes", ".old"), json("changes", ".new"));
    }

    Drift drift() throws Refusal {
        return new Drift(in.text(), json("drift", ".stored"), json("drift", ".claimed"));
    }

    @Nullable
    CommitPart commit() throws Refusal {
        return in.present() ? new CommitPart(in.text(), in.optionalInteger(), in.optionalInteger()) : null;
    }

    Wording wording() throws Refusal {
        String verb = in.optionalText();
        String what = in.optionalText();
        String description = in.optionalText();
        String message = in.optionalText();
        return verb == null && what == null && description == null && message == null
                ? Wording.NONE
                : new Wording(verb, what, description, message);
    }

    @Nullable
    Execution execution() throws Refusal {
        return in.present()
                ? new Execution(
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalMicros(),
                        in.optionalMicros(),
                        duration(),
                        in.optionalText())
                : null;
    }

    @Nullable
    Presentation presentation() throws Refusal {
        return in.present()
                ? new Presentation(
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        jsonObject("presentation", ".data"))
                : null;
    }

    Hash hash() throws Refusal {
        return Hash.of(in.fixed(Hash.LENGTH));
    }

    private @Nullable BigDecimal duration() throws Refusal {
        String text = in.optionalText();
        return text == null ? null : JsonValues.Decimals.parse("execution.duration", text);
    }

    @Nullable
    JsonText json(String record, String field) throws Refusal {
        String text = in.optionalText();
        if (text == null) {
            return null;
        }
        return trusted ? new JsonText(text) : EmbeddedJson.value(record + field, text);
    }

    private @Nullable JsonText jsonObject(String record, String field) throws Refusal {
        String text = in.optionalText();
        if (text == null) {
            return null;
        }
        return trusted ? new JsonText(text) : EmbeddedJson.object(record + field, text);
    }
}
