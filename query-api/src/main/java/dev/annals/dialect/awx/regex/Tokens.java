package dev.annals.dialect.awx.regex;

import org.jspecify.annotations.Nullable;

/**
 * A pattern character by character, an escaped one together with its backslash, with one character looked ahead. Positions count code points. Not
 * thread-safe.
 */
final class Tokens {
    private final String pattern;
    private final int[] characters;
    private int index;
    private @Nullable String next;

    Tokens(String pattern) {
        this.pattern = pattern;
        this.characters = pattern.codePoints().toArray();
    }

    /** Looks at the first one. */
    void begin() {
        look();
    }

    /** The one that {@link #get} takes; null at the end. */
    @Nullable
    String next() {
        return next;
    }

    /** Takes the next one; null at the end. */
    @Nullable
    String get() {
        String token = next;
        look();
        return token;
    }

    /** Takes the next one if it is this. */
    boolean match(String token) {
        if (!token.equals(next)) {
            return false;
        }
        look();
        return true;
    }

    /** Takes at most so many that are in a set. */
    String whileIn(int most, String set) {
        StringBuilder taken = new StringBuilder();
        String token = next;
        for (int i = 0; i < most && token != null && token.length() == 1 && set.contains(token); i++) {
            taken.append(token);
            look();
            token = next;
        }
        return taken.toString();
    }

    /** Takes what is before a character, and that. */
    String until(String end, String what) {
        StringBuilder taken = new StringBuilder();
        while (true) {
            String token = get();
            if (token == null) {
                throw taken.isEmpty()
                        ? error("missing " + what, 0)
                        : error("missing " + end + ", unterminated name", length(taken));
            }
            if (token.equals(end)) {
                if (taken.isEmpty()) {
                    throw error("missing " + what, 1);
                }
                return taken.toString();
            }
            taken.append(token);
        }
    }

    /** Where the next one is. */
    int position() {
        return index - (next == null ? 0 : length(next));
    }

    /** Goes back to a place. */
    void seek(int position) {
        index = position;
        look();
    }

    /** What is wrong, so many characters before the next one. */
    Wrong error(String what, int before) {
        return errorAt(what, position() - before);
    }

    /** What is wrong at a place. */
    Wrong errorAt(String what, int position) {
        String words = what + " at position " + position;
        if (pattern.indexOf('\n') < 0) {
            return new Wrong(words);
        }
        int line = 1;
        int begin = 0;
        for (int i = 0; i < position && i < characters.length; i++) {
            if (characters[i] == '\n') {
                line++;
                begin = i + 1;
            }
        }
        return new Wrong(words + " (line " + line + ", column " + (position - begin + 1) + ")");
    }

    private void look() {
        if (index >= characters.length) {
            next = null;
            return;
        }
        String token = Character.toString(characters[index]);
        if (token.equals("\\")) {
            index++;
            if (index >= characters.length) {
                throw errorAt("bad escape (end of pattern)", characters.length - 1);
            }
            token += Character.toString(characters[index]);
        }
        index++;
        next = token;
    }

    static int length(CharSequence token) {
        return Character.codePointCount(token, 0, token.length());
    }

    /** Whether Python takes a text for a name. */
    static boolean isIdentifier(String name) {
        return !name.isEmpty()
                && (Character.isUnicodeIdentifierStart(name.codePointAt(0)) || name.charAt(0) == '_')
                && name.codePoints().skip(1).allMatch(Character::isUnicodeIdentifierPart);
    }

    /** A text as Python's {@code repr} writes one without anything odd in it. */
    static String quoted(String text) {
        String mark = text.contains("'") && !text.contains("\"") ? "\"" : "'";
        return mark + text.replace("\\", "\\\\") + mark;
    }
}
