package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * A further object that an event must be found by.
 *
 * @param role what it is to the event, such as {@code role} or {@code organization}
 * @param summary a JSON object of further attributes, shown in AWX {@code summary_fields}
 */
public record RelatedObject(
        String type,
        String id,
        @Nullable String name,
        @Nullable String role,
        @Nullable JsonText summary) {}
