package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * One top-level field that went from one value to another.
 *
 * @param oldValue absent ({@code null}) when the field was not there or its old value is unknown; the JSON value null is {@link JsonText#NULL}
 * @param newValue absent ({@code null}) when the field is gone
 */
public record FieldChange(
        String field, @Nullable JsonText oldValue, @Nullable JsonText newValue) {}
