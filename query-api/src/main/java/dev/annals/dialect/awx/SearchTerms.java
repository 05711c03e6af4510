package dev.annals.dialect.awx;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a search into its terms as Django REST framework 3.15 does: at white space that is not within quotation marks, and at commas in what is not a
 * phrase. A phrase begins and ends with the same quotation mark, and may have that mark in it behind a backslash.
 */
final class SearchTerms {
    private static final String DOUBLE = "\"(?:[^\"\\\\]++|\\\\.)*+\"";
    private static final String SINGLE = "'(?:[^'\\\\]++|\\\\.)*+'";
    private static final Pattern WORD = Pattern.compile(
            "[^\\s'\"]*(?:(?:" + DOUBLE + "|" + SINGLE + ")[^\\s'\"]*)++|\\S+",
            Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES);

    private SearchTerms() {}

    static List<String> of(String text) {
        List<String> terms = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = withoutCommas(words.group());
            if (isPhrase(word)) {
                terms.add(unquoted(word));
                continue;
            }
            for (String part : word.split(",", -1)) {
                if (!part.isEmpty()) {
                    terms.add(part.strip());
                }
            }
        }
        return terms;
    }

    private static String withoutCommas(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && word.charAt(from) == ',') {
            from++;
        }
        while (to > from && word.charAt(to - 1) == ',') {
            to--;
        }
        return word.substring(from, to);
    }

    private static boolean isPhrase(String word) {
        return !word.isEmpty()
                && (word.charAt(0) == '"' || word.charAt(0) == '\'')
                && word.charAt(0) == word.charAt(word.length() - 1);
    }

    /** A single quotation mark is a phrase of nothing, as in Django. */
    private static String unquoted(String phrase) {
        String mark = phrase.substring(0, 1);
        String inside = phrase.length() < 2 ? "" : phrase.substring(1, phrase.length() - 1);
        return inside.replace("\\" + mark, mark).replace("\\\\", "\\");
    }
}
