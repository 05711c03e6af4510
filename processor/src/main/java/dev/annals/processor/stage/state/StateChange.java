package dev.annals.processor.stage.state;

/** How an event changes the state of its object. {@link ObjectStates} applies each kind. */
public sealed interface StateChange {
    /** It stays as it is. */
    record Kept() implements StateChange {}

    /** It is now this. */
    record Stored(KnownObject known) implements StateChange {}
}
