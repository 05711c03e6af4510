package dev.annals.model;

import org.jspecify.annotations.Nullable;

/** An object that a commit touches: the object, second object or related object of one of its activities. */
public record CommitObject(String type, String id, @Nullable String name) {}
