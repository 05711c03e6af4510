package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * What SD Elements shows for the event, verbatim.
 *
 * @param data a JSON object, key order kept
 */
public record Presentation(
        @Nullable String name,
        @Nullable String text,
        @Nullable String icon,
        @Nullable String logLevel,
        @Nullable JsonText data) {}
