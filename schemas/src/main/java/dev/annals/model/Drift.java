package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * One field in which the producer's {@code before} contradicts the document that Annals had.
 *
 * @param stored what Annals had; absent when it had no such field
 * @param claimed what the producer said was there before; absent when it named no such field
 */
public record Drift(
        String field, @Nullable JsonText stored, @Nullable JsonText claimed) {}
