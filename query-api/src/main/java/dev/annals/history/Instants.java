package dev.annals.history;

import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.api.parameter.IsoTimes;
import java.util.Optional;
import java.util.OptionalLong;

/** The parameters of questions about history: times and numbers, or the answer that refuses them. */
final class Instants {
    private static final IsoTimes TIMES = IsoTimes.strict(9);
    private static final int LONGEST = 64;

    private Instants() {}

    /** The microseconds of a parameter that is a time; empty when it is not given. */
    static Parsed<OptionalLong> time(QueryString query, String name) {
        Optional<String> text = query.last(name);
        if (text.isEmpty()) {
            return Parsed.of(OptionalLong.empty());
        }
        Optional<Long> micros = TIMES.read(text.get().strip()).map(IsoTimes.IsoTime::floorMicros);
        if (micros.isPresent()) {
            return Parsed.of(OptionalLong.of(micros.get()));
        }
        return refused(name, text.get(), "a time such as 2026-01-31T12:00:00.123456Z or 2026-01-31");
    }

    /** A parameter that is a number from 0 on; the other value when it is not given. */
    static Parsed<Long> number(QueryString query, String name, long otherwise, long most) {
        Optional<String> text = query.last(name);
        if (text.isEmpty()) {
            return Parsed.of(otherwise);
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= 0 && number <= most) {
                return Parsed.of(number);
            }
        } catch (NumberFormatException e) {
            // Told below, with what was expected.
        }
        return refused(name, text.get(), most == Long.MAX_VALUE ? "a number from 0 on" : "a number from 0 to " + most);
    }

    private static <T> Parsed<T> refused(String name, String seen, String expected) {
        return Parsed.refused(refusal(name, seen, expected));
    }

    /** The refusal of a parameter. */
    static Failure refusal(String name, String seen, String expected) {
        String shown = seen.length() > LONGEST ? seen.substring(0, LONGEST) + "…" : seen;
        return new Failure.BadRequest(name + ": '" + shown + "' (expected: " + expected + ")");
    }
}
