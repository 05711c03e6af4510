package dev.annals.dialect.sdelements.presentation;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of entities as SD Elements writes them in data: users, groups and standards with a letter before the number
 * ({@code U7}, {@code G1}, {@code T21}), others bare.
 */
public final class EntityIds {
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]*");
    private static final Map<String, String> LETTERS = Map.of("user", "U", "group", "G", "standard", "T");

    /** 2^53: clients that read numbers as doubles lose digits of larger ones. */
    private static final String MOST_EXACT = "9007199254740992";

    private EntityIds() {}

    /** The letter before the number under this key; empty for none. */
    public static String letter(String key) {
        return LETTERS.getOrDefault(key, "");
    }

    /** How an id of the log is shown under this key. */
    public static String shown(String key, String id) {
        return isDecimal(id) ? letter(key) + id : id;
    }

    /** Whether what is shown is a JSON number. */
    public static boolean isNumber(String shown) {
        return isDecimal(shown)
                && (shown.length() < MOST_EXACT.length()
                        || (shown.length() == MOST_EXACT.length() && shown.compareTo(MOST_EXACT) <= 0));
    }

    /** The values that a request for this id finds under this key in data that the producer wrote. */
    public static Set<String> foundAsWritten(String key, String asked) {
        return key.equals("standard") ? Set.of(asked) : withAndWithoutLetter(key, asked);
    }

    /** The ids of the log that a request for this id finds, where data is derived from them. */
    public static Set<String> foundAsLinked(String key, String asked) {
        if (!key.equals("standard")) {
            return withAndWithoutLetter(key, asked);
        }
        if (isDecimal(asked)) {
            // The number alone is shown with its letter, and the letter is part of what is asked for.
            return Set.of();
        }
        return withAndWithoutLetter(key, asked);
    }

    private static Set<String> withAndWithoutLetter(String key, String asked) {
        String letter = letter(key);
        if (letter.isEmpty()) {
            return Set.of(asked);
        }
        if (isDecimal(asked)) {
            return Set.of(asked, letter + asked);
        }
        String number = asked.substring(Math.min(asked.length(), letter.length()));
        return asked.startsWith(letter) && isDecimal(number) ? Set.of(asked, number) : Set.of(asked);
    }

    private static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }
}
