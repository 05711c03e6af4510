package dev.annals.redact;

/** Whether a piece of text looks like a generated secret rather than a word of a sentence. Used where the form alone does not decide. */
final class SecretLook {
    private static final int SHORTEST = 6;
    private static final int SHORTEST_CREDENTIAL = 4;
    private static final int LONG = 16;
    private static final int LONG_TOKEN = 20;

    private SecretLook() {}

    /** After {@code name: } in the middle of a sentence: letters and digits mixed, signs, or capitals inside. */
    static boolean is(String text, int start, int end) {
        int last = withoutPoint(text, start, end);
        return last - start >= SHORTEST
                && !hasMark(text, start, end)
                && (mixes(text, start, last) || hasSign(text, start, last, "-_.,/"));
    }

    /** After {@code Bearer }: everything but a short plain word. */
    static boolean isCredential(String text, int start, int end) {
        int last = withoutPoint(text, start, end);
        if (last - start < SHORTEST_CREDENTIAL || hasMark(text, start, end)) {
            return false;
        }
        return last - start >= LONG || mixes(text, start, last) || hasSign(text, start, last, "");
    }

    /** As the user of a URL that has no password. */
    static boolean isToken(String text, int start, int end) {
        return (start < end && KnownTokens.end(text, start) > 0)
                || (end - start >= LONG_TOKEN && mixes(text, start, end) && !hasMark(text, start, end));
    }

    /** Whether the text contains a mark, which would look like a secret. */
    private static boolean hasMark(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == '[' && Mark.endOfMark(text, i) > 0) {
                return true;
            }
        }
        return false;
    }

    private static int withoutPoint(String text, int start, int end) {
        int last = end;
        while (last > start && ".,;:!?)".indexOf(text.charAt(last - 1)) >= 0) {
            last--;
        }
        return last;
    }

    /** Digits beside letters, or a capital that does not begin it. */
    private static boolean mixes(String text, int start, int end) {
        boolean digit = false;
        boolean letter = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            digit |= Character.isDigit(c);
            letter |= Character.isLetter(c);
            if (i > start && Character.isUpperCase(c)) {
                return true;
            }
        }
        return digit && letter;
    }

    private static boolean hasSign(String text, int start, int end, String usual) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && usual.indexOf(c) < 0) {
                return true;
            }
        }
        return false;
    }
}
