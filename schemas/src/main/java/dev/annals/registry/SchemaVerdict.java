package dev.annals.registry;

import java.util.function.Function;

/** What is to be made of a schema id. */
public sealed interface SchemaVerdict {
    /** It is this Avro schema, for ever. */
    record Known(String schema) implements SchemaVerdict {}

    /**
     * There was none when it was needed, or one that cannot be used.
     *
     * @param sentence why
     */
    record Refused(String sentence) implements SchemaVerdict {}

    /** The answer to either case; a third case would break every caller's compile. */
    default <R> R fold(Function<Known, R> onKnown, Function<Refused, R> onRefused) {
        return this instanceof Known known ? onKnown.apply(known) : onRefused.apply((Refused) this);
    }
}
