package dev.annals.processor.view;

import java.util.List;

/** The values of a document's fields, for conditions that no index can answer and that are evaluated on rows. */
@FunctionalInterface
public interface FieldValues {
    /**
     * The values of one field, as text in the form of the field's kind; empty when there is none, several where the field has several.
     *
     * @throws IllegalArgumentException when documents of this kind have no such field
     */
    List<String> of(Field field);
}
