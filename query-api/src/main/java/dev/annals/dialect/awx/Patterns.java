package dev.annals.dialect.awx;

import com.google.re2j.Pattern;
import dev.annals.api.Parsed;
import dev.annals.dialect.awx.regex.PostgresPattern;
import dev.annals.dialect.awx.regex.PythonPattern;
import java.util.Optional;

/** The patterns that lookups search for: those of clients, bounded and checked as AWX checks them, and those for a given text. */
final class Patterns {
    private static final int MAX_LENGTH = 1_000;
    /** Counted repeats multiply the size of the compiled pattern. */
    private static final long MAX_REPEATS = 10_000;

    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{1,6})(?:,(\\d{0,6}))?}");

    private Patterns() {}

    static Parsed<Pattern> of(String text, boolean ignoreCase) {
        if (text.length() > MAX_LENGTH) {
            return Parsed.refused(AwxErrors.badRequest(
                    "regular expression of " + text.length() + " characters (expected: at most " + MAX_LENGTH + ")"));
        }
        if (repeats(text) > MAX_REPEATS) {
            return Parsed.refused(AwxErrors.badRequest(
                    "regular expression with too large counted repeats (expected: their product at most " + MAX_REPEATS
                            + ")"));
        }
        Optional<String> wrong = PythonPattern.wrong(text);
        if (wrong.isPresent()) {
            return Parsed.refused(AwxErrors.badRequest(wrong.get()));
        }
        return PostgresPattern.of(text, ignoreCase)
                .map(Parsed::of)
                .orElseGet(() -> Parsed.refused(AwxErrors.badRequest("The regular expression " + text
                        + " cannot be looked for in linear time (expected: no back references, no looking around, no atomic"
                        + " groups, repeats of at most 1000).")));
    }

    /** A pattern that finds exactly this text, leaving case aside. */
    static Pattern equalIgnoringCase(String text) {
        return Pattern.compile("\\A" + Pattern.quote(text) + "\\z", Pattern.CASE_INSENSITIVE);
    }

    /** A pattern that finds this text at the end. */
    static Pattern ending(String text, boolean ignoreCase) {
        return Pattern.compile(Pattern.quote(text) + "\\z", ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    }

    private static long repeats(String text) {
        long product = 1;
        java.util.regex.Matcher counts = COUNT.matcher(text);
        while (counts.find() && product <= MAX_REPEATS) {
            String most = counts.group(2) == null || counts.group(2).isEmpty() ? counts.group(1) : counts.group(2);
            product *= Math.max(1, Long.parseLong(most));
        }
        return product;
    }
}
