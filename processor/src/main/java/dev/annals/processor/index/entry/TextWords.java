package dev.annals.processor.index.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words of a text: longest runs of letters and digits, after folding.
 *
 * <p>Folding and splitting look at one code point at a time, so what is a piece of a text stays one: of a needle's words those inside are words
 * of the text, the first ends one, the last begins one.
 *
 * <p>Words of more than {@value #LONGEST} code points (digests, tokens, encoded files) are not put into the dictionary of words, which they
 * would swamp: a document is found by any three neighbouring code points of theirs instead.
 */
public final class TextWords {
    /** The longest word that is kept whole. */
    public static final int LONGEST = 24;
    /** How many code points a part of a word has. */
    public static final int GRAM = 3;

    private static final int COMBINING_DOT = 0x307;
    private static final String WORD_SUFFIX = "#word";
    private static final String LONG_SUFFIX = "#long";

    private TextWords() {}

    /** The name of the index's own field for the words of a field. */
    public static String wordField(String field) {
        return field + WORD_SUFFIX;
    }

    /** The name of the index's own field for the parts of long words of a field. */
    public static String longField(String field) {
        return field + LONG_SUFFIX;
    }

    public static boolean isWordField(String name) {
        return name.endsWith(WORD_SUFFIX);
    }

    /** The field that one of the index's own fields belongs to; any other name as it is. */
    public static String publicField(String name) {
        int mark = name.indexOf('#');
        return mark < 0 ? name : name.substring(0, mark);
    }

    /**
     * A word of a text.
     *
     * @param text the word, folded
     * @param atStart whether it begins where the text begins, so that in a longer text more of it might come before
     * @param atEnd whether it ends where the text ends
     */
    public record Word(String text, boolean atStart, boolean atEnd) {
        public boolean isLong() {
            return text.length() > LONGEST && text.codePointCount(0, text.length()) > LONGEST;
        }
    }

    /** The words of a text that has been folded, in order. */
    public static List<Word> of(String folded) {
        List<Word> words = new ArrayList<>();
        int start = -1;
        int i = 0;
        while (i < folded.length()) {
            int codePoint = folded.codePointAt(i);
            boolean inWord = isWordPart(codePoint);
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                words.add(new Word(folded.substring(start, i), start == 0, false));
                start = -1;
            }
            i += Character.charCount(codePoint);
        }
        if (start >= 0) {
            words.add(new Word(folded.substring(start), start == 0, true));
        }
        return words;
    }

    /** The distinct parts of {@value #GRAM} code points that a word has, none for shorter words. */
    public static Set<String> grams(String word) {
        Set<String> grams = new LinkedHashSet<>();
        int end = 0;
        for (int i = 0; i < GRAM; i++) {
            if (end == word.length()) {
                return grams;
            }
            end = word.offsetByCodePoints(end, 1);
        }
        int start = 0;
        grams.add(word.substring(start, end));
        while (end < word.length()) {
            start = word.offsetByCodePoints(start, 1);
            end = word.offsetByCodePoints(end, 1);
            grams.add(word.substring(start, end));
        }
        return grams;
    }

    public static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWordPart(int codePoint) {
        if (codePoint < 0x80) {
            return (codePoint >= 'a' && codePoint <= 'z') || (codePoint >= '0' && codePoint <= '9');
        }
        // The dot is half of a folded U+0130, which is a letter.
        return Character.isLetterOrDigit(codePoint) || codePoint == COMBINING_DOT;
    }

    /**
     * What "the same but for case" means in the text index.
     *
     * <p>Each code point is folded alone: upper case first, then lower case, so that {@code Σ σ ς} and {@code s ſ} are the same. U+0130
     * ({@code İ}) becomes {@code i} and U+0307, as in {@link String#toLowerCase(java.util.Locale)}. So if one text contains another after
     * {@code toLowerCase(Locale.ROOT)}, it does so after folding too.
     */
    public static final class TextFold {
        private static final int DOTTED_CAPITAL_I = 0x130;
        private static final String DOTTED_SMALL_I = "i\u0307";

        private TextFold() {}

        /** The text without its case. */
        public static String fold(String text) {
            StringBuilder folded = new StringBuilder(text.length() + 2);
            int i = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                if (c < 0x80) {
                    folded.append(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
                    i++;
                    continue;
                }
                int codePoint = text.codePointAt(i);
                i += Character.charCount(codePoint);
                if (codePoint == DOTTED_CAPITAL_I) {
                    folded.append(DOTTED_SMALL_I);
                } else {
                    folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(codePoint)));
                }
            }
            return folded.toString();
        }

        /** Whether a text contains a needle, leaving case aside. */
        public static boolean contains(String text, String needle) {
            return fold(text).contains(fold(needle));
        }
    }
}
