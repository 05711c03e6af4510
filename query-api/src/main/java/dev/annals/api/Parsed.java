package dev.annals.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What comes of reading a parameter: what it means, or the answer that refuses it. A refusal is a value, so that a dialect
 * reads as what it accepts.
 */
public sealed interface Parsed<T> {
    /** It was understood. */
    record Accepted<T>(T value) implements Parsed<T> {}

    /** It was not; this is the answer to the request. */
    record Refused<T>(Reply answer) implements Parsed<T> {}

    /** An accepted value. */
    static <T> Parsed<T> of(T value) {
        return new Accepted<>(value);
    }

    /** A refusal. */
    static <T> Parsed<T> refused(Reply answer) {
        return new Refused<>(answer);
    }

    /** What a following step makes of the value. */
    default <U> Parsed<U> then(Function<? super T, Parsed<U>> next) {
        if (this instanceof Accepted<T> accepted) {
            return next.apply(accepted.value());
        }
        return new Refused<>(((Refused<T>) this).answer());
    }

    /** The value turned into another. */
    default <U> Parsed<U> map(Function<? super T, U> change) {
        return then(value -> of(change.apply(value)));
    }

    /** The answer to the request: what the value leads to, or the refusal. */
    default Reply answer(Function<? super T, Reply> render) {
        if (this instanceof Accepted<T> accepted) {
            return render.apply(accepted.value());
        }
        return ((Refused<T>) this).answer();
    }

    /** All values, or the first refusal. */
    static <S, T> Parsed<List<T>> each(List<S> sources, Function<? super S, Parsed<T>> parse) {
        List<T> values = new ArrayList<>(sources.size());
        for (S source : sources) {
            Parsed<T> parsed = parse.apply(source);
            if (parsed instanceof Accepted<T> accepted) {
                values.add(accepted.value());
            } else {
                return new Refused<>(((Refused<T>) parsed).answer());
            }
        }
        return of(values);
    }
}
