package dev.annals.processor.stage.state;

/** What becomes of an object's stored document; {@link ObjectStates} answers to each kind. */
public sealed interface StateChange {
    /** The document stays as it is. */
    record Kept() implements StateChange {}

    /** The object has no document any more. */
    record Removed() implements StateChange {}

    /** The document is now this one. */
    record Stored(ObjectState document) implements StateChange {}
}
