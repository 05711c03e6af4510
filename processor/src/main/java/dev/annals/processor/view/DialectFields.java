package dev.annals.processor.view;

import dev.annals.model.Activity;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The fields that one dialect adds to the index of activities: what only this dialect means by an activity. Pure functions
 * of the activity, because the index is built again from the log and must come out the same.
 *
 * <p>Whoever adds, removes or redefines a field raises the format of the index, so that no index of another release is read.
 */
public interface DialectFields {
    /** The columns of the index that its fields are in. No other dialect and no field of {@link ActivityFields} shares one. */
    Set<String> columns();

    /** Passes on each field that an activity has a value in, once for each value. */
    void each(Activity activity, BiConsumer<Field, String> values);

    /** The values that an activity has in one field of these columns; the same as those that {@link #each} passes on. */
    List<String> of(Activity activity, Field field);
}
