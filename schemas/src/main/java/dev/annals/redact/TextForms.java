package dev.annals.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds secrets in a text by the form that they have there: {@code $encrypted$…}, the password in a URL, {@code name=value}, {@code "name": value} and
 * {@code --name value} with a secret name, {@code Bearer …}, PEM private keys, and tokens that well-known products mark as theirs.
 *
 * <p>One pass from left to right. Every look back or ahead covers a bounded number of characters, or characters that are then skipped, so the time is
 * linear in the length of the text.
 */
final class TextForms {
    /** A part of a text that is a secret, from {@code start} to before {@code end}. */
    record Range(int start, int end) {}

    private static final String ENCRYPTED = "$encrypted$";
    private static final String PEM = "-----BEGIN ";
    private static final int LONGEST_TITLE = 64;

    /** Of the user and the password in a URL. */
    private static final int LONGEST_USER = 1024;

    private final String text;
    private final TextPlaces places;
    private final SecretNames names;
    private final List<Range> found = new ArrayList<>();
    private int done;

    private TextForms(String text, SecretNames names) {
        this.text = text;
        this.places = new TextPlaces(text);
        this.names = names;
    }

    /** The secrets in a text, in order, apart from each other. */
    static List<Range> find(String text, SecretNames names) {
        if (!mayHold(text)) {
            return List.of();
        }
        TextForms forms = new TextForms(text, names);
        forms.scan();
        return forms.found;
    }

    /** Whether a text may contain a form. A cheap check that errs only towards yes. */
    static boolean mayHold(String text) {
        return mayHold(text, 0, text.length());
    }

    static boolean mayHold(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '=', ':' -> {
                    return true;
                }
                case '$' -> {
                    if (text.startsWith(ENCRYPTED, i)) {
                        return true;
                    }
                }
                case '-' -> {
                    if (i + 2 < to && text.charAt(i + 1) == '-') {
                        return true;
                    }
                }
                case '<' -> {
                    if (i + 1 < to && Character.isLetter(text.charAt(i + 1))) {
                        return true;
                    }
                }
                default -> {
                    if (KnownTokens.mayBegin(c)
                            && (i == from || !Character.isLetterOrDigit(text.charAt(i - 1)))
                            && (KnownTokens.begins(text, i) || KnownTokens.credential(text, i) > 0)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void scan() {
        int i = 0;
        while (i < text.length()) {
            int before = done;
            char c = text.charAt(i);
            switch (c) {
                case '[' -> skip(Mark.endOfMark(text, i));
                case '$' -> encrypted(i);
                case '-' -> dashes(i);
                case ':' -> colon(i);
                case '=' -> equals(i);
                case '<' -> element(i);
                default -> token(i, c);
            }
            i = done > before ? Math.max(done, i + 1) : i + 1;
        }
    }

    private void skip(int end) {
        done = Math.max(done, end);
    }

    /** Adds a range, unless it overlaps one that was found before. A range that begins with a mark was masked already; the search continues after the mark. */
    private void add(int start, int end) {
        if (start >= done && start < end) {
            int mark = text.charAt(start) == '[' ? Mark.endOfMark(text, start) : 0;
            if (mark > 0) {
                done = mark;
                return;
            }
            if (!isNothing(start, end)) {
                found.add(new Range(start, end));
            }
            done = end;
        }
    }

    private boolean isNothing(int start, int end) {
        return end - start <= 5
                && switch (text.substring(start, end).toLowerCase(Locale.ROOT)) {
                    case "true", "false", "null", "none", "yes", "no", "nil", "~" -> true;
                    default -> false;
                };
    }

    private void encrypted(int at) {
        if (text.startsWith(ENCRYPTED, at)) {
            int end = at + ENCRYPTED.length();
            while (end < text.length() && (TextPlaces.isBase64(text.charAt(end)) || text.charAt(end) == '$')) {
                end++;
            }
            add(at, end);
        }
    }

    /** A PEM private key, or the option of a command. */
    private void dashes(int at) {
        if (text.startsWith(PEM, at)) {
            int title = at + PEM.length();
            int endOfTitle = text.indexOf("-----", title);
            if (endOfTitle > 0
                    && endOfTitle - title <= LONGEST_TITLE
                    && text.substring(title, endOfTitle).contains("PRIVATE KEY")) {
                int end = text.indexOf("-----END ", endOfTitle);
                int close = end < 0 ? -1 : text.indexOf("-----", end + 9);
                add(at, close < 0 || close - end > LONGEST_TITLE + 9 ? text.length() : close + 5);
            }
            return;
        }
        if (!text.startsWith("--", at)
                || (at > 0 && (TextPlaces.isName(text.charAt(at - 1)) || Mark.endsAt(text, at)))) {
            return;
        }
        int name = at + 2;
        int end = places.nameEnd(name);
        if (end > name && end < text.length() && text.charAt(end) == ' ' && names.matches(text.substring(name, end))) {
            int value = places.afterBlanks(end);
            if (value < text.length() && text.charAt(value) != '-') {
                value(value, false);
            }
        }
    }

    private void colon(int at) {
        if (text.startsWith("://", at)) {
            authority(at + 3);
            return;
        }
        boolean quoted = at > 0 && TextPlaces.isQuote(text.charAt(at - 1));
        int nameEnd = quoted ? at - 1 : places.beforeBlanks(at);
        int start = places.nameStart(nameEnd, done);
        // In a quoted name of JSON in JSON text, the quote has a backslash.
        int nameOnly = quoted && nameEnd > start && text.charAt(nameEnd - 1) == '\\' ? nameEnd - 1 : nameEnd;
        if (nameOnly <= start || Mark.endsAt(text, start) || !names.matches(text.substring(start, nameOnly))) {
            return;
        }
        int value = places.afterBlanks(text.startsWith("=", at + 1) ? at + 2 : at + 1);
        if (value >= text.length() || text.charAt(value) == '\n') {
            return;
        }
        if (quoted || TextPlaces.isQuote(text.charAt(value)) || text.charAt(value) == '\\') {
            value(value, false);
        } else if (places.beginsLine(start)) {
            add(value, places.endOfLine(value));
        } else {
            int end = valueEnd(value, false);
            if (places.isFlow(start) || SecretLook.is(text, value, end)) {
                headerValue(value, end);
            }
        }
    }

    /** A header's value has a scheme before it: {@code Authorization: Basic dXNlcg==}. */
    private void headerValue(int value, int end) {
        int scheme = KnownTokens.credential(text, value);
        add(value, scheme > 0 ? valueEnd(scheme, false) : end);
    }

    private void equals(int at) {
        boolean quoted = at > 0 && TextPlaces.isQuote(text.charAt(at - 1));
        int nameEnd = quoted ? at - 1 : places.beforeBlanks(at);
        int start = places.nameStart(nameEnd, done);
        if (nameEnd <= start || Mark.endsAt(text, start)) {
            return;
        }
        String name = text.substring(start, nameEnd);
        boolean query = start > 0 && (text.charAt(start - 1) == '?' || text.charAt(start - 1) == '&');
        if (!names.matches(name) && !(query && SecretWords.QUERY.contains(name.toLowerCase(Locale.ROOT)))) {
            return;
        }
        int value = at + 1;
        while (value < text.length() && (text.charAt(value) == '=' || text.charAt(value) == '>')) {
            value++;
        }
        int next = query ? value : places.afterBlanks(value);
        if (next == value || next >= text.length() || TextPlaces.isQuote(text.charAt(next))) {
            value(next, query);
        } else if (nameEnd < at && places.beginsLine(start)) {
            add(next, places.endOfLine(next));
        } else {
            int end = valueEnd(next, false);
            if (SecretLook.is(text, next, end)) {
                add(next, end);
            }
        }
    }

    private void element(int at) {
        int end = places.nameEnd(at + 1);
        if (end > at + 1
                && end < text.length()
                && text.charAt(end) == '>'
                && names.matches(text.substring(at + 1, end))) {
            int close = text.indexOf('<', end);
            add(end + 1, close < 0 ? text.length() : close);
        }
    }

    private void token(int at, char c) {
        if (!KnownTokens.mayBegin(c)
                || (at > 0 && TextPlaces.isName(text.charAt(at - 1)) && text.charAt(at - 1) != '.')
                || Mark.endsAt(text, at)) {
            return;
        }
        int known = KnownTokens.end(text, at);
        if (known > 0) {
            add(at, known);
            return;
        }
        int scheme = KnownTokens.credential(text, at);
        if (scheme > 0) {
            int end = scheme;
            while (end < text.length()
                    && (TextPlaces.isBase64(text.charAt(end)) || ".~:".indexOf(text.charAt(end)) >= 0)) {
                end++;
            }
            if (SecretLook.isCredential(text, scheme, end)) {
                add(scheme, end);
            }
        }
    }

    private void authority(int start) {
        int most = Math.min(text.length(), start + LONGEST_USER);
        int at = -1;
        int colon = -1;
        int end = start;
        while (end < most && !TextPlaces.isUrlEnd(text.charAt(end))) {
            char c = text.charAt(end);
            int mark = c == '[' ? Mark.endOfMark(text, end) : 0;
            if (c == '@') {
                at = end;
            } else if (c == ':' && colon < 0) {
                colon = end;
            } else if ((c == '/' || c == '?' || c == '#') && (at >= 0 || places.isHost(start, end))) {
                // A password may hold a slash as it is; a host with or without a port before the slash has no password.
                break;
            }
            end = Math.max(mark, end + 1);
        }
        if (at < 0) {
            return;
        }
        if (colon < 0 || colon > at) {
            if (SecretLook.isToken(text, start, at)) {
                add(start, at);
            }
            return;
        }
        if (text.startsWith("x-oauth-basic", colon + 1)) {
            add(start, colon);
        } else {
            add(colon + 1, at);
        }
    }

    private void value(int start, boolean query) {
        if (start >= text.length()) {
            return;
        }
        int escape = text.charAt(start) == '\\' && start + 1 < text.length() ? 1 : 0;
        char quote = text.charAt(start + escape);
        if (TextPlaces.isQuote(quote) && !query) {
            int end = start + escape + 1;
            int from = end;
            while (end < text.length() && text.charAt(end) != quote) {
                end += escape == 0 && text.charAt(end) == '\\' ? 2 : 1;
            }
            end = Math.min(end, text.length());
            add(from, escape == 1 && end > from && text.charAt(end - 1) == '\\' ? end - 1 : end);
            return;
        }
        int end = valueEnd(start, query);
        if (query) {
            add(start, end);
        } else {
            headerValue(start, end);
        }
    }

    private int valueEnd(int start, boolean query) {
        int end = start;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c <= ' ' || TextPlaces.isQuote(c) || c == '<' || c == '>') {
                break;
            }
            if (query ? c == '&' || c == '#' : (c == '&' || c == ';' || c == ',') && endsValue(end)) {
                break;
            }
            if (!query && end > start && (c == ')' || c == '}' || c == ']') && endsBracket(end)) {
                break;
            }
            int mark = c == '[' ? Mark.endOfMark(text, end) : 0;
            end = Math.max(mark, end + 1);
        }
        return end;
    }

    /** A separator ends a value when another name or nothing comes after it; else it is a character of the value. */
    private boolean endsValue(int separator) {
        int next = places.afterBlanks(separator + 1);
        if (next >= text.length()
                || next > separator + 1
                || text.charAt(next) <= ' '
                || TextPlaces.isQuote(text.charAt(next))) {
            return true;
        }
        int name = places.nameEnd(next);
        // A name may have lost a part to a mark.
        int end = name < text.length() && text.charAt(name) == '[' ? Math.max(name, Mark.endOfMark(text, name)) : name;
        int after = places.afterBlanks(end);
        return end > next && after < text.length() && (text.charAt(after) == '=' || text.charAt(after) == ':');
    }

    private boolean endsBracket(int bracket) {
        return bracket + 1 >= text.length() || !Character.isLetterOrDigit(text.charAt(bracket + 1));
    }
}
