package dev.annals.processor.stage.state;

/** What becomes of what is known of an object; {@link ObjectStates} answers to each kind. */
public sealed interface StateChange {
    /** It stays as it is. */
    record Kept() implements StateChange {}

    /** It is now this. */
    record Stored(KnownObject known) implements StateChange {}
}
