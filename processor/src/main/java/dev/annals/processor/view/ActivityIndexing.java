package dev.annals.processor.view;

import dev.annals.model.Activity;
import dev.annals.model.FieldChange;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.view.ActivityValues.ActivityColumns;
import dev.annals.processor.view.ActivityValues.Link;
import dev.annals.processor.view.ActivityValues.Link.Scalars;
import dev.annals.processor.view.Field.FieldTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * How an activity becomes a document of the index: found by every field of {@link ActivityFields} and by the fields that
 * the dialects add. Immutable and thread-safe.
 */
public final class ActivityIndexing {
    private final List<DialectFields> dialects;
    private final Map<String, DialectFields> byColumn = new HashMap<>();

    /**
     * Indexing with the fields of these dialects.
     *
     * @throws IllegalArgumentException when two of them share a column
     */
    public ActivityIndexing(List<DialectFields> dialects) {
        this.dialects = List.copyOf(dialects);
        for (DialectFields dialect : this.dialects) {
            for (String column : dialect.columns()) {
                if (ActivityColumns.BY_NAME.containsKey(column) || byColumn.put(column, dialect) != null) {
                    throw new IllegalArgumentException("two dialects add the column " + column
                            + " to the index (expected: a name of its own for each)");
                }
            }
        }
    }

    /**
     * The document of an activity.
     *
     * @param row the record bytes of the activity as they are in the topic; not copied
     */
    public IndexedDocument document(Activity activity, byte[] row) {
        List<Term> terms = new ArrayList<>(32);
        List<Text> texts = new ArrayList<>(1);
        BiConsumer<Field, String> values = (field, value) -> {
            if (field.kind() == Field.Kind.LONG_TEXT) {
                texts.add(new Text(field.column(), value));
            } else {
                terms.add(FieldTerms.term(field, value));
            }
        };
        each(activity, values);
        for (DialectFields dialect : dialects) {
            dialect.each(activity, values);
        }
        return new IndexedDocument(
                activity.tenant(), activity.id(), ActivityValues.micros(activity.time()), row, terms, texts);
    }

    /** The values of an activity's fields, including those of the dialects. */
    public ActivityValues values(Activity activity) {
        return new ActivityValues(activity, byColumn);
    }

    private static void each(Activity activity, BiConsumer<Field, String> values) {
        for (ActivityColumns.Column column : ActivityColumns.ALL) {
            String value = column.value().apply(activity);
            if (value != null) {
                values.accept(column.field(), value);
            }
        }
        List<Link> links = Link.of(activity);
        for (Link link : links) {
            each(link, values);
        }
        for (String type : Link.repeatedTypes(links)) {
            values.accept(ActivityFields.LINK_REPEATED, type);
        }
        for (FieldChange change : activity.changes()) {
            values.accept(ActivityFields.CHANGED, change.field());
        }
        for (String flag : ActivityValues.flags(activity)) {
            values.accept(ActivityFields.FLAG, flag);
        }
        activity.labels().forEach((key, value) -> values.accept(ActivityFields.label(key), value));
    }

    private static void each(Link link, BiConsumer<Field, String> values) {
        values.accept(ActivityFields.LINK_TYPE, link.type());
        values.accept(ActivityFields.linkId(link.type()), link.id());
        String name = link.name();
        if (name != null) {
            values.accept(ActivityFields.linkName(link.type()), name);
        }
        Scalars.of(link.summary())
                .forEach((key, value) -> values.accept(ActivityFields.linkAttribute(link.type(), key), value));
    }

    /**
     * The fields that one dialect adds to the index of activities: what only this dialect means by an activity. Pure functions
     * of the activity, because the index is built again from the log and must come out the same.
     *
     * <p>Whoever adds, removes or redefines a field raises the format of the index, so that no index of another release is read.
     */
    public interface DialectFields {
        /** The columns of the index that its fields are in. No other dialect and no field of {@link ActivityFields} shares one. */
        Set<String> columns();

        /** Those of its fields that are long texts for people to search for words in. */
        default List<Field> texts() {
            return List.of();
        }

        /** Passes on each field that an activity has a value in, once for each value. */
        void each(Activity activity, BiConsumer<Field, String> values);

        /** The values that an activity has in one field of these columns; the same as those that {@link #each} passes on. */
        List<String> of(Activity activity, Field field);
    }
}
