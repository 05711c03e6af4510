package dev.annals.model;

import org.jspecify.annotations.Nullable;

/** How the producer words the event for Puppet's {@code type}, {@code what}, {@code description} and {@code message}; each absent when it left the wording to Annals. */
public record Wording(
        @Nullable String verb,
        @Nullable String what,
        @Nullable String description,
        @Nullable String message) {
    /** No wording by the producer. */
    public static final Wording NONE = new Wording(null, null, null, null);
}
