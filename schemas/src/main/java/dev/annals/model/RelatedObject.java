package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * A further object that an event must be found by, or only shows.
 *
 * @param role what it is to the event, such as {@code role} or {@code organization}
 * @param summary a JSON object of further attributes, shown in AWX {@code summary_fields}
 * @param shown whether the object is only shown, such as the template of a job, and nothing is found by it
 */
public record RelatedObject(
        String type,
        String id,
        @Nullable String name,
        @Nullable String role,
        @Nullable JsonText summary,
        boolean shown) {
    /** An object that the event must be found by. */
    public RelatedObject(
            String type, String id, @Nullable String name, @Nullable String role, @Nullable JsonText summary) {
        this(type, id, name, role, summary, false);
    }
}
