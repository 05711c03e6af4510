package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * The action that an event is part of, as the producer says.
 *
 * @param id the producer's id of the action
 * @param index the event's place in it, from 0
 * @param size how many events the action has; lets the commit close at once
 */
public record CommitPart(
        String id, @Nullable Integer index, @Nullable Integer size) {}
