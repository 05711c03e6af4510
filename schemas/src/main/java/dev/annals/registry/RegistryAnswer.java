package dev.annals.registry;

import java.util.function.Function;

/** What a registry says to a question. */
public sealed interface RegistryAnswer<T> {
    /** It answered. */
    record Found<T>(T value) implements RegistryAnswer<T> {}

    /**
     * It answered that there is none, or one that cannot be used: asking again gives the same until somebody changes the registry.
     *
     * @param sentence what was asked and what it said; a fixed text for the same question and answer
     */
    record Refused<T>(String sentence) implements RegistryAnswer<T> {}

    /**
     * It did not answer, or answered what no registry would, or will not talk to us. Asking again may help.
     *
     * @param sentence where it was asked and what happened
     */
    record Away<T>(String sentence) implements RegistryAnswer<T> {}

    /** The answer to each case; a further case would break every caller's compile. */
    default <R> R fold(Function<Found<T>, R> onFound, Function<Refused<T>, R> onRefused, Function<Away<T>, R> onAway) {
        if (this instanceof Found<T> found) {
            return onFound.apply(found);
        }
        return this instanceof Refused<T> refused ? onRefused.apply(refused) : onAway.apply((Away<T>) this);
    }
}
