package dev.annals.processor.stage.sequence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.codec.ActivityAvro;
import dev.annals.model.Activity;
import dev.annals.model.Drift;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.Standing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Shortens an activity that is too large for the log, so that a large object can always be deleted or shrunk. New values stay. Old values are dropped,
 * because the activity that set them still has them, and the shortened activity is marked as cut.
 */
public final class Shortening {
    /** The steps, the mildest first; each starts from the whole activity. */
    private static final List<UnaryOperator<Activity>> STEPS =
            List.of(Shortening::withoutLongValues, Shortening::withoutOldValues, Shortening::withoutDocument);

    /** The first step keeps values of up to this many characters. */
    private static final int SHORT = 256;

    private static final int MOST_DRIFT = 100;

    private Shortening() {}

    /** The activity as it is written: shortened as little as it takes to have at most so many bytes, if that is possible. */
    public static ActivityAvro.Sealed sealed(Activity whole, Hash previous, int mostBytes) {
        ActivityAvro.Sealed activity = ActivityAvro.seal(whole, previous);
        for (UnaryOperator<Activity> step : STEPS) {
            if (activity.bytes().length <= mostBytes) {
                break;
            }
            activity = ActivityAvro.seal(step.apply(whole), previous);
        }
        return activity;
    }

    /** Replaces long old values by {@code {"$cut":"string","bytes":123456}}. */
    private static Activity withoutLongValues(Activity activity) {
        return activity.cut(
                activity.changes().stream()
                        .map(change -> new FieldChange(change.field(), shortened(change.oldValue()), change.newValue()))
                        .toList(),
                activity.drift().stream()
                        .map(drift -> new Drift(drift.field(), shortened(drift.stored()), shortened(drift.claimed())))
                        .toList());
    }

    /** Drops all old values and most of the drift. */
    private static Activity withoutOldValues(Activity activity) {
        return activity.cut(
                activity.changes().stream()
                        .map(change -> new FieldChange(change.field(), null, change.newValue()))
                        .toList(),
                activity.drift().stream()
                        .limit(MOST_DRIFT)
                        .map(drift -> new Drift(drift.field(), null, null))
                        .toList());
    }

    /** Nor the document: what its fields were that did not change is then unknown. */
    private static Activity withoutDocument(Activity activity) {
        Activity shorter = withoutOldValues(activity);
        Standing standing = shorter.standing();
        JsonText document = standing.document();
        return document == null || document.isNull()
                ? shorter
                : shorter.standing(new Standing(standing.late(), standing.whole(), true));
    }

    private static @Nullable JsonText shortened(@Nullable JsonText value) {
        if (value == null || value.text().length() <= SHORT) {
            return value;
        }
        ObjectNode cut = Json.MAPPER
                .createObjectNode()
                .put("$cut", kind(value.text().charAt(0)))
                .put("bytes", value.text().getBytes(StandardCharsets.UTF_8).length);
        return JsonText.of(cut);
    }

    private static String kind(char first) {
        return switch (first) {
            case '{' -> "object";
            case '[' -> "array";
            case '"' -> "string";
            default -> "number";
        };
    }
}
