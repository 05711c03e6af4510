package dev.annals.query;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The pieces of text that must be in whatever a pattern is found in, case aside: what an index can look for before the
 * pattern itself is tried. Only what stands outside of groups and alternatives is taken; finding none is always right.
 */
final class RequiredText {
    private final String pattern;
    private final boolean ignoreCase;
    private final List<String> found = new ArrayList<>();
    private final StringBuilder piece = new StringBuilder();
    private int at;

    private RequiredText(Pattern pattern) {
        this.pattern = pattern.pattern();
        this.ignoreCase = (pattern.flags() & Pattern.CASE_INSENSITIVE) != 0 || this.pattern.contains("(?");
    }

    /** The pieces, longest first. */
    static List<String> of(Pattern pattern) {
        return new RequiredText(pattern)
                .pieces().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    private List<String> pieces() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            switch (c) {
                case '|' -> {
                    return List.of();
                }
                case '\\' -> escape();
                case '(' -> {
                    end();
                    skipGroup();
                }
                case '[' -> {
                    end();
                    skipClass();
                }
                case '*', '?' -> optional();
                case '{' -> repeated();
                case '+', '.', '^', '$' -> {
                    end();
                    at++;
                }
                default -> literal();
            }
        }
        end();
        return found;
    }

    private void literal() {
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        add(c);
    }

    private void add(int c) {
        // Patterns and the index may fold letters beyond ASCII differently.
        if (ignoreCase && c > 0x7F) {
            end();
        } else {
            piece.appendCodePoint(c);
        }
    }

    private void escape() {
        if (pattern.startsWith("\\Q", at)) {
            int close = pattern.indexOf("\\E", at + 2);
            String quoted = pattern.substring(at + 2, close < 0 ? pattern.length() : close);
            quoted.codePoints().forEach(this::add);
            at = close < 0 ? pattern.length() : close + 2;
            return;
        }
        char escaped = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 'z';
        if (escaped < 0x80 && !Character.isLetterOrDigit(escaped)) {
            piece.append(escaped);
            at += 2;
            return;
        }
        end();
        at += 2;
        // \x{10FFFF}, \p{Greek}, \x41, \012: what belongs to the escape is not text.
        if (at < pattern.length() && pattern.charAt(at) == '{') {
            int close = pattern.indexOf('}', at);
            at = close < 0 ? pattern.length() : close + 1;
        } else if (escaped == 'x') {
            at += 2;
        } else if (escaped == 'p' || escaped == 'P') {
            at++;
        } else if (Character.isDigit(escaped)) {
            while (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
                at++;
            }
        }
    }

    /** The last letter need not be there. */
    private void optional() {
        if (piece.length() > 0) {
            piece.setLength(piece.offsetByCodePoints(piece.length(), -1));
        }
        end();
        at++;
    }

    private void repeated() {
        int close = pattern.indexOf('}', at);
        boolean count = close > at + 1 && Character.isDigit(pattern.charAt(at + 1));
        if (!count) {
            literal();
            return;
        }
        at = close;
        optional();
    }

    private void skipGroup() {
        int depth = 0;
        do {
            char c = pattern.charAt(at);
            if (pattern.startsWith("\\Q", at)) {
                int close = pattern.indexOf("\\E", at + 2);
                at = close < 0 ? pattern.length() : close + 2;
            } else if (c == '\\') {
                at += 2;
            } else if (c == '[') {
                skipClass();
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                at++;
            }
        } while (depth > 0 && at < pattern.length());
    }

    private void skipClass() {
        at++;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        // A bracket that comes first stands for itself.
        if (at < pattern.length() && pattern.charAt(at) == ']') {
            at++;
        }
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            if (pattern.startsWith("[:", at)) {
                int close = pattern.indexOf(":]", at + 2);
                at = close < 0 ? at + 1 : close + 2;
            } else {
                at += pattern.charAt(at) == '\\' ? 2 : 1;
            }
        }
        at++;
    }

    private void end() {
        if (piece.length() > 0) {
            found.add(piece.toString());
            piece.setLength(0);
        }
    }
}
