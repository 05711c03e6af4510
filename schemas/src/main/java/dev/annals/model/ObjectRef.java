package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * An object that something was done to, named as at that moment.
 *
 * @param type the kind, in the producer's spelling: {@code job_template}, {@code node_groups}, {@code team}
 * @param id text; a canonical decimal is rendered as a number where a dialect's field is numeric
 * @param url where it is; the empty text when its product no longer links to it
 * @param summary a JSON object of further attributes, shown in AWX {@code summary_fields}
 */
public record ObjectRef(
        String type,
        String id,
        @Nullable String name,
        @Nullable String url,
        @Nullable JsonText summary) {}
