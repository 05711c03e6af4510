package dev.annals.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What comes of reading a part of a request: what it means, or the answer that refuses the request. A refusal is a value, so that
 * a dialect reads as what it accepts.
 */
public sealed interface Parsed<T> {
    /** The part was understood. */
    record Accepted<T>(T value) implements Parsed<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> accepted, Function<? super Reply, ? extends R> refused) {
            return accepted.apply(value);
        }
    }

    /** The part was not understood; this is the answer to the request. */
    record Refused<T>(Reply answer) implements Parsed<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> accepted, Function<? super Reply, ? extends R> refused) {
            return refused.apply(answer);
        }
    }

    /** What a caller makes of the value, or of the refusal. */
    <R> R fold(Function<? super T, ? extends R> accepted, Function<? super Reply, ? extends R> refused);

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
        return this.<Parsed<U>>fold(next, Refused::new);
    }

    /** The value turned into another. */
    default <U> Parsed<U> map(Function<? super T, U> change) {
        return then(value -> of(change.apply(value)));
    }

    /** The answer to the request: what the value leads to, or the refusal. */
    default Reply answer(Function<? super T, Reply> render) {
        return this.<Reply>fold(render, refusal -> refusal);
    }

    /** All values, or the first refusal. */
    static <S, T> Parsed<List<T>> each(List<S> sources, Function<? super S, Parsed<T>> parse) {
        List<T> values = new ArrayList<>(sources.size());
        for (S source : sources) {
            Parsed<T> parsed = parse.apply(source);
            if (parsed instanceof Refused<T> refused) {
                return new Refused<>(refused.answer());
            }
            parsed.map(values::add);
        }
        return of(values);
    }
}
