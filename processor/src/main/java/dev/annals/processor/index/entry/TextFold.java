package dev.annals.processor.index.entry;

/**
 * What "the same but for case" means in the text index.
 *
 * <p>Each code point is folded alone: upper case first, then lower case, so that {@code Σ σ ς} and {@code s ſ} are the same. U+0130
 * ({@code İ}) becomes {@code i} and U+0307, as in {@link String#toLowerCase(java.util.Locale)}. So if one text contains another after
 * {@code toLowerCase(Locale.ROOT)}, it does so after folding too.
 */
public final class TextFold {
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
