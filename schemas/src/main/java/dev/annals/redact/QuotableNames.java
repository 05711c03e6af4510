package dev.annals.redact;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides which names of an event may stand in a sentence about it. A refusal is read before redaction, in answers, rejects and logs, and a producer that is wrong about its
 * fields may have written a secret where a name belongs: {@code {"hunter2password": …}}, {@code {"Bearer abc": …}}.
 *
 * <p>A name may be quoted when it looks like one that a person chose for a field: at most {@value #LONGEST} characters, words of letters as in {@code user_name}, {@code user-name}, {@code userName}, {@code user.name},
 * digits only behind a separator, no form of a secret, and no secret word glued to another. Every other name is left to its place in the text.
 */
public final class QuotableNames {
    private static final int LONGEST = 40;
    private static final int LONGEST_WORD = 20;
    /** Of the words in camel case; with more, or with several shorter than three letters, a name looks made up. */
    private static final int MOST_HUMPS = 5;

    private static final int LONGEST_NUMBER = 3;
    private static final SecretNames SECRET = SecretNames.of(SecretNames.DEFAULTS);

    private QuotableNames() {}

    /** The name as it may be quoted; empty when it may not. */
    public static Optional<String> of(String name) {
        return isQuotable(name) ? Optional.of(name) : Optional.empty();
    }

    /** Whether a text contains a secret by its form, such as a token that begins with {@code ghp_}. */
    public static boolean holdsToken(String text) {
        return !TextForms.find(text, SECRET).isEmpty();
    }

    /** A JSON pointer with {@code <not shown>} in place of the names that may not be quoted. */
    public static String pointer(String pointer) {
        return Arrays.stream(pointer.split("/", -1))
                .map(part -> part.isEmpty() || isIndex(part) || isQuotable(unescaped(part)) ? part : "<not shown>")
                .collect(Collectors.joining("/"));
    }

    /** An escaped slash or tilde as a separator of words, as in {@code kubernetes.io~1name}. */
    private static String unescaped(String part) {
        return part.replace("~1", "-").replace("~0", "-");
    }

    private static boolean isIndex(String part) {
        return part.length() <= 5 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isQuotable(String name) {
        if (name.isEmpty() || name.length() > LONGEST || holdsToken(name)) {
            return false;
        }
        List<String> parts = List.of(name.split("[_.-]", -1));
        return parts.stream().allMatch(QuotableNames::isPart)
                && NameWords.of(name).stream().noneMatch(QuotableNames::isGlued);
    }

    /** What stands between separators: letters with few capitals, or few digits. */
    private static boolean isPart(String part) {
        if (part.length() > LONGEST_WORD) {
            return false;
        }
        boolean digits = part.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits) {
            return part.length() <= LONGEST_NUMBER;
        }
        if (!part.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
            return false;
        }
        List<String> humps = NameWords.of(part);
        return humps.size() == 1
                || (humps.size() <= MOST_HUMPS
                        && humps.stream().filter(hump -> hump.length() < 3).count() <= 1);
    }

    /** Whether a secret word is part of a longer one, as in {@code hunterpassword}. */
    private static boolean isGlued(String word) {
        return SECRET.matches(word) && !SECRET.isPattern(word);
    }
}
