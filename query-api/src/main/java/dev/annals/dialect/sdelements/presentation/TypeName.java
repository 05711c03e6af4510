package dev.annals.dialect.sdelements.presentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name of an object type in the spellings of SD Elements. Producers spell types as their products do, in the
 * singular or plural: {@code business_unit}, {@code node_groups}, {@code jobTemplate}.
 *
 * @param words lower-case, the last one in the singular; at least one
 */
public record TypeName(List<String> words) {
    private static final TypeName OBJECT = new TypeName(List.of("object"));

    /** Words that only look like plurals. */
    private static final Set<String> SINGULAR = Set.of("kubernetes", "https", "series", "species", "news");

    public TypeName {
        words = List.copyOf(words);
    }

    /** The name of a type of the log. */
    static TypeName of(String type) {
        List<String> words = split(type);
        if (words.isEmpty()) {
            return OBJECT;
        }
        int last = words.size() - 1;
        words.set(last, singular(words.get(last)));
        return new TypeName(words);
    }

    /** As a key in data: {@code business_unit}. */
    String key() {
        return String.join("_", words);
    }

    /** As part of the name of an activity: {@code BusinessUnit}. */
    String camelCase() {
        return words.stream().map(TypeName::capitalized).collect(Collectors.joining());
    }

    /** In a sentence: {@code business unit}. */
    String spoken() {
        return String.join(" ", words);
    }

    boolean is(String key) {
        return key().equals(key);
    }

    private static String capitalized(String word) {
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
    }

    /** Splits at every character that is no letter or digit, and before a capital letter that follows a small letter or a digit. */
    private static List<String> split(String type) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean afterSmall = false;
        for (int c : type.codePoints().toArray()) {
            boolean inWord = Character.isLetterOrDigit(c);
            if ((!inWord || (afterSmall && Character.isUpperCase(c))) && word.length() > 0) {
                words.add(word.toString().toLowerCase(Locale.ROOT));
                word.setLength(0);
            }
            if (inWord) {
                word.appendCodePoint(c);
            }
            afterSmall = inWord && !Character.isUpperCase(c);
        }
        if (word.length() > 0) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
        }
        return words;
    }

    private static String singular(String word) {
        // Three letters are names (dns, aws), and these endings are no plurals: access, status, analysis.
        if (word.length() <= 3 || SINGULAR.contains(word) || word.matches(".*(ss|us|is)")) {
            return word;
        }
        if (word.equals("people")) {
            return "person";
        }
        if (word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.matches(".*(sses|xes|ches|shes|zzes|tuses)")) {
            return word.substring(0, word.length() - 2);
        }
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
