package dev.annals.dialect.awx;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.annals.api.Parsed;

/**
 * Regular expressions of clients. Their syntax is Python's as far as it can be matched in linear time: no looking around and
 * no back references.
 */
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
        try {
            // Python's end of the text is \Z, RE2's \z.
            return Parsed.of(Pattern.compile(text.replace("\\Z", "\\z"), ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
        } catch (PatternSyntaxException e) {
            return Parsed.refused(AwxErrors.badRequest(e.getDescription() + ": " + e.getPattern()
                    + " (back references and looking around are not supported)"));
        } catch (StackOverflowError e) {
            return Parsed.refused(AwxErrors.badRequest("regular expression with too deep nesting"));
        }
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
