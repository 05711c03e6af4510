package dev.annals.codec;

import dev.annals.model.Reject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result of decoding bytes: the value, or why there is none. */
public sealed interface Decoded<T> {

    /** The bytes were good. */
    record Accepted<T>(T value) implements Decoded<T> {}

    /**
     * The bytes were refused.
     *
     * @param reason the stable code
     * @param detail one sentence for people: what was seen and what was expected; never a value of the document
     * @param source and eventId and tenant are present when they could be read and are valid themselves
     */
    record Refused<T>(
            Reject.Reason reason,
            String detail,
            @Nullable String source,
            @Nullable String eventId,
            @Nullable String tenant)
            implements Decoded<T> {
        /** A refusal of bytes of which nothing could be read. */
        public Refused(Reject.Reason reason, String detail) {
            this(reason, detail, null, null, null);
        }
    }

    /** Handles both cases. A third case would not compile until every caller handles it. */
    default <R> R fold(Function<Accepted<T>, R> onAccepted, Function<Refused<T>, R> onRefused) {
        return this instanceof Accepted<T> accepted ? onAccepted.apply(accepted) : onRefused.apply((Refused<T>) this);
    }

    /**
     * The value, for a reader of a log that Annals itself wrote.
     *
     * @throws IllegalStateException when the bytes were refused: the log holds something that Annals did not write
     */
    default T orElseThrow() {
        return fold(Accepted::value, refused -> {
            throw new IllegalStateException(
                    "a record that Annals should have written cannot be read: " + refused.detail());
        });
    }
}
