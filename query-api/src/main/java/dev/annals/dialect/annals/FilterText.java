package dev.annals.dialect.annals;

import dev.annals.dialect.annals.Clause.Match;
import dev.annals.dialect.annals.Clause.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the filter that people type: clauses with spaces between them.
 *
 * <pre>
 * filter := { clause }
 * clause := ["-"] ( name ":" value { "," value } | word | quoted )
 * value  := ["*"] ( bare | quoted ) ["*"]
 * quoted := '"' … '"', with \" and \\ inside
 * </pre>
 *
 * <p>A name is a letter followed by letters, digits, {@code . _ -}. A bare word ends at a space, and in a list of values also at a comma. Places are counted in characters from 0.
 */
final class FilterText {
    static final String PARAMETER = "filter";

    /** The longest filter, in characters. */
    static final int LONGEST = 8_000;

    /** The most clauses of a filter, and the most values of a clause. */
    static final int MOST_CLAUSES = 100;

    static final int MOST_VALUES = 500;

    private final String text;
    private int at;

    private FilterText(String text) {
        this.text = text;
    }

    /** The clauses of a text; none for one without anything but spaces. */
    static List<Clause> parse(String text) throws Refused {
        if (text.length() > LONGEST) {
            throw new Refused(PARAMETER, "", "the filter has " + text.length() + " characters", "at most " + LONGEST);
        }
        FilterText reader = new FilterText(text);
        List<Clause> clauses = new ArrayList<>();
        for (reader.spaces(); reader.more(); reader.spaces()) {
            if (clauses.size() == MOST_CLAUSES) {
                throw reader.refused(reader.at, "the filter has more clauses", "at most " + MOST_CLAUSES);
            }
            clauses.add(reader.clause());
        }
        return clauses;
    }

    /** Whether a text can stand without quotes as a value. */
    static boolean isBare(String text) {
        if (text.isEmpty() || text.charAt(0) == '*' || text.charAt(text.length() - 1) == '*') {
            return false;
        }
        return text.chars().noneMatch(c -> isSpace((char) c) || c == ',' || c == '"' || c == '\\');
    }

    /** A text in quotes. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private Clause clause() throws Refused {
        int start = at;
        boolean negated = text.charAt(at) == '-';
        if (negated) {
            at++;
            if (!more() || isSpace(text.charAt(at))) {
                throw refused(start, "a - stands alone", "-name:value or -word; put it in quotes to search for it");
            }
        }
        int end = nameEnd();
        if (end < 0) {
            return words(negated, start);
        }
        String name = text.substring(at, end);
        at = end + 1;
        List<Value> values = new ArrayList<>();
        do {
            if (values.size() == MOST_VALUES) {
                throw refused(at, "the clause has more values", "at most " + MOST_VALUES);
            }
            values.add(value(name));
        } while (taken(','));
        if (more() && !isSpace(text.charAt(at))) {
            throw refused(at, "'" + text.charAt(at) + "' follows a value", "a space, or a comma and a further value");
        }
        return new Clause(negated, name, values, Integer.toString(start));
    }

    /** Where the colon of a clause with a name is; -1 when the clause is a word. */
    private int nameEnd() {
        int end = at;
        while (end < text.length() && isOfName(text.charAt(end), end == at)) {
            end++;
        }
        return end > at && end < text.length() && text.charAt(end) == ':' ? end : -1;
    }

    private Clause words(boolean negated, int start) throws Refused {
        String words;
        if (text.charAt(at) == '"') {
            words = quotedText();
            if (more() && !isSpace(text.charAt(at))) {
                throw refused(at, "'" + text.charAt(at) + "' follows a quoted text", "a space");
            }
        } else {
            int from = at;
            while (more() && !isSpace(text.charAt(at))) {
                at++;
            }
            words = text.substring(from, at);
        }
        if (words.isBlank()) {
            throw refused(start, "there is nothing between the quotes", "a text to search for");
        }
        return new Clause(negated, "", List.of(new Value(words, Match.CONTAINS)), Integer.toString(start));
    }

    private Value value(String name) throws Refused {
        int start = at;
        boolean open = taken('*');
        boolean quoted = more() && text.charAt(at) == '"';
        String value = quoted ? quotedText() : bare();
        boolean star = quoted ? taken('*') : value.endsWith("*");
        if (!quoted && star) {
            value = value.substring(0, value.length() - 1);
        }
        if (value.isEmpty() && (!quoted || open || star)) {
            throw refused(
                    start,
                    "'" + name + ":' has no value here",
                    "a value such as " + name + ":x or " + name + ":\"x y\"");
        }
        if (open && !star) {
            throw refused(start, "a * stands before the value only", "x* for what begins so, *x* for what contains it");
        }
        return new Value(value, open ? Match.CONTAINS : star ? Match.PREFIX : Match.EXACT);
    }

    private String bare() throws Refused {
        int from = at;
        while (more() && !isSpace(text.charAt(at)) && text.charAt(at) != ',') {
            if (text.charAt(at) == '"') {
                throw refused(at, "a quote stands within a value", "quotes around all of the value");
            }
            at++;
        }
        return text.substring(from, at);
    }

    private String quotedText() throws Refused {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (more()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                if (!more() || (text.charAt(at) != '"' && text.charAt(at) != '\\')) {
                    throw refused(at - 1, "a \\ stands before something else", "\\\" or \\\\");
                }
                c = text.charAt(at++);
            }
            value.append(c);
        }
        throw refused(start, "a quote is not closed", "a \" at the end of the text");
    }

    private boolean taken(char wanted) {
        if (more() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void spaces() {
        while (more() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private boolean more() {
        return at < text.length();
    }

    private Refused refused(int place, String seen, String expected) {
        return new Refused(PARAMETER, Integer.toString(place), seen, expected);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isOfName(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (!first && ((c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'));
    }
}
