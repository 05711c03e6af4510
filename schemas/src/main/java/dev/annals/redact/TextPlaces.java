package dev.annals.redact;

/** Where names, values and lines of a text begin and end. Every look back or ahead is bounded, or covers text that the caller skips next. */
final class TextPlaces {
    private static final int LONGEST_NAME = 128;

    private final String text;

    TextPlaces(String text) {
        this.text = text;
    }

    /** Whether a place has nothing but indentation, list dashes and comment signs before it in its line. */
    boolean beginsLine(int start) {
        int i = start - 1;
        while (i >= 0 && start - i < LONGEST_NAME && " \t-#*>\"'".indexOf(text.charAt(i)) >= 0) {
            i--;
        }
        return i < 0 || text.charAt(i) == '\n' || text.charAt(i) == '\r';
    }

    /** Whether a place is inside braces or after a comma, as in {@code {user: x, password: y}}. */
    boolean isFlow(int start) {
        int i = start - 1;
        while (i >= 0 && start - i < LONGEST_NAME && text.charAt(i) == ' ') {
            i--;
        }
        return i >= 0 && (text.charAt(i) == '{' || text.charAt(i) == '"' || text.charAt(i) == '\'');
    }

    int endOfLine(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return end;
    }

    int nameStart(int end, int from) {
        int start = end;
        while (start > from && end - start < LONGEST_NAME && isName(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    int nameEnd(int start) {
        int end = start;
        while (end < text.length() && end - start < LONGEST_NAME && isName(text.charAt(end))) {
            end++;
        }
        return end;
    }

    int afterBlanks(int from) {
        int at = from;
        while (at < text.length() && at - from < LONGEST_NAME && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    int beforeBlanks(int to) {
        int at = to;
        while (at > 0 && to - at < LONGEST_NAME && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at;
    }

    static boolean isName(char c) {
        return Character.isLetterOrDigit(c)
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '%'
                || (c > '~' && Character.getType(c) == Character.FORMAT);
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean isUrlEnd(char c) {
        return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' || c == '\\';
    }

    static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '='
                || c == '_'
                || c == '-';
    }

    /** Whether it is a host, or a host and its port. */
    boolean isHost(int start, int end) {
        boolean port = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '[') {
                return true; // an IPv6 address
            }
            if (port && !Character.isDigit(c)) {
                return false;
            }
            port |= c == ':';
        }
        return true;
    }
}
