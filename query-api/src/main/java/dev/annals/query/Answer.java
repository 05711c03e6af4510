package dev.annals.query;

import java.time.Duration;
import java.util.function.Function;

/**
 * The answer to a question: the value, or why there is none at the moment. Failures that occur in normal operation are values,
 * so that one place decides their HTTP form.
 */
public sealed interface Answer<T> {
    /** The value. */
    record Ready<T>(T value) implements Answer<T> {
        @Override
        public <R> R fold(
                Function<? super T, ? extends R> ready,
                Function<NotReady<T>, ? extends R> notReady,
                Function<TooExpensive<T>, ? extends R> tooExpensive) {
            return ready.apply(value);
        }
    }

    /**
     * The view is being built or moved, or the service is busy with other questions; ask again after a while (503 with Retry-After).
     *
     * @param crowded whether it is because of the load of questions, which those that ask again at once would add to
     */
    record NotReady<T>(String reason, Duration retryAfter, boolean crowded) implements Answer<T> {
        /** For another reason than the load of questions. */
        public NotReady(String reason, Duration retryAfter) {
            this(reason, retryAfter, false);
        }

        @Override
        public <R> R fold(
                Function<? super T, ? extends R> ready,
                Function<NotReady<T>, ? extends R> notReady,
                Function<TooExpensive<T>, ? extends R> tooExpensive) {
            return notReady.apply(this);
        }
    }

    /** The question by itself asks for more time, memory or rows than one question may have; ask a narrower one (422). */
    record TooExpensive<T>(String reason) implements Answer<T> {
        @Override
        public <R> R fold(
                Function<? super T, ? extends R> ready,
                Function<NotReady<T>, ? extends R> notReady,
                Function<TooExpensive<T>, ? extends R> tooExpensive) {
            return tooExpensive.apply(this);
        }
    }

    /** Applies the function for the kind of this answer. A further kind breaks every caller, as it should. */
    <R> R fold(
            Function<? super T, ? extends R> ready,
            Function<NotReady<T>, ? extends R> notReady,
            Function<TooExpensive<T>, ? extends R> tooExpensive);

    /** The answer to a question that needs the value; without a value, the reason why there is none. */
    default <U> Answer<U> then(Function<? super T, Answer<U>> next) {
        return this.<Answer<U>>fold(
                next,
                not -> new NotReady<>(not.reason(), not.retryAfter(), not.crowded()),
                too -> new TooExpensive<>(too.reason()));
    }

    /** The value turned into another. */
    default <U> Answer<U> map(Function<? super T, U> change) {
        return then(value -> new Ready<>(change.apply(value)));
    }
}
