package dev.annals.dialect.sdelements;

import dev.annals.api.Failure;
import dev.annals.api.Failure.Flaw;
import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parameters of a request, read as Django's forms do: the last of several values counts, an empty value is none, and errors
 * are collected by parameter so that one answer names all of them. For one request.
 */
final class SdeForm {
    static final int MOST_IN_LIST = 50;

    private static final String NOT_A_NUMBER = "Enter a number.";
    private static final String NOT_A_TIME = "Enter a valid date/time.";
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,512}(\\.0{1,20})?");

    private final QueryString query;
    private final ZoneId zone;
    private final Map<String, String> errors = new LinkedHashMap<>();

    /** A form. Times without an offset are local to the zone. */
    SdeForm(QueryString query, ZoneId zone) {
        this.query = query;
        this.zone = zone;
    }

    /** Text as it is. */
    Optional<String> text(String name) {
        return query.last(name).filter(text -> !text.isEmpty());
    }

    /** Text as it is, of a bounded length. */
    Optional<String> text(String name, int most) {
        Optional<String> text = text(name);
        if (text.isPresent() && text.get().length() > most) {
            errors.put(name, "Ensure this value has at most " + most + " characters.");
            return Optional.empty();
        }
        return text;
    }

    /** A whole number. */
    Optional<BigInteger> whole(String name) {
        return text(name).flatMap(text -> number(name, text));
    }

    /** A whole number that may have a letter before it: {@code U7}. */
    Optional<BigInteger> whole(String name, String letter) {
        return text(name)
                .map(text -> text.startsWith(letter) ? text.substring(letter.length()) : text)
                .flatMap(text -> number(name, text));
    }

    /** Whole numbers with commas between. */
    Optional<List<BigInteger>> wholes(String name) {
        return list(name)
                .map(texts -> texts.stream()
                        .flatMap(text -> number(name, text).stream())
                        .toList());
    }

    /** Texts with commas between. */
    Optional<List<String>> list(String name) {
        Optional<List<String>> texts =
                text(name).map(text -> Arrays.asList(text.split(",", -1))).map(List::copyOf);
        if (texts.isPresent() && texts.get().size() > MOST_IN_LIST) {
            errors.put(name, "Enter at most " + MOST_IN_LIST + " values.");
            return Optional.empty();
        }
        return texts;
    }

    /** A moment. */
    Optional<SdeMoment> moment(String name) {
        Optional<String> text = text(name).map(String::strip).filter(stripped -> !stripped.isEmpty());
        Optional<SdeMoment> moment = text.flatMap(written -> SdeMoment.parse(written, zone));
        if (text.isPresent() && moment.isEmpty()) {
            errors.put(name, NOT_A_TIME);
        }
        return moment;
    }

    private Optional<BigInteger> number(String name, String text) {
        String digits = text.strip();
        if (!WHOLE.matcher(digits).matches()) {
            errors.put(name, NOT_A_NUMBER);
            return Optional.empty();
        }
        int point = digits.indexOf('.');
        return Optional.of(new BigInteger(point < 0 ? digits : digits.substring(0, point)));
    }

    /** What was made of the form, unless something in it could not be read. */
    <T> Parsed<T> checked(T made) {
        return errors.isEmpty()
                ? Parsed.of(made)
                : Parsed.refused(new Failure.Unfit(errors.entrySet().stream()
                        .map(error -> new Flaw(
                                error.getKey(), query.last(error.getKey()).orElse(""), "", error.getValue()))
                        .toList()));
    }
}
