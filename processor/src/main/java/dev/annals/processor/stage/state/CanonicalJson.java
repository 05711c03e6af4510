package dev.annals.processor.stage.state;

import dev.annals.model.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One spelling for all texts of a JSON value: two values are the same by {@link JsonEquality} if and only if their canonical texts are equal. Keys are sorted, numbers
 * are an integer without zeros at its end and a power of ten. The canonical text is for comparing and for digests; it is not JSON.
 *
 * <p>Works on the text, because a tree costs several times as much and every event is compared.
 */
public final class CanonicalJson {
    private final String text;
    private final StringBuilder out;
    private int at;

    private CanonicalJson(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length() + 16);
    }

    /** The canonical text of a value. */
    public static String of(JsonText value) {
        CanonicalJson canonical = new CanonicalJson(value.text());
        canonical.value();
        return canonical.out.toString();
    }

    private void value() {
        char first = text.charAt(at);
        switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't', 'f', 'n' -> literal();
            default -> number();
        }
    }

    private void array() {
        out.append('[');
        at++;
        while (text.charAt(at) != ']') {
            value();
            next();
        }
        at++;
        out.append(']');
    }

    private void object() {
        int start = out.length();
        out.append('{');
        at++;
        List<int[]> members = new ArrayList<>();
        boolean sorted = true;
        while (text.charAt(at) != '}') {
            int from = out.length();
            string();
            int keyEnd = out.length();
            at++;
            out.append(':');
            value();
            next();
            int[] member = {from, keyEnd, out.length()};
            sorted = sorted && (members.isEmpty() || compareKeys(members.get(members.size() - 1), member) < 0);
            members.add(member);
        }
        at++;
        if (!sorted) {
            members.sort(this::compareKeys);
            StringBuilder inOrder = new StringBuilder(out.length() - start);
            members.forEach(member -> inOrder.append(out, member[0], member[2]));
            out.setLength(start + 1);
            out.append(inOrder);
        }
        out.append('}');
    }

    /** Ends an element or member; each has its comma, so that they can be put in another order. */
    private void next() {
        out.append(',');
        if (text.charAt(at) == ',') {
            at++;
        }
    }

    private int compareKeys(int[] a, int[] b) {
        int length = Math.min(a[1] - a[0], b[1] - b[0]);
        for (int i = 0; i < length; i++) {
            int order = Character.compare(out.charAt(a[0] + i), out.charAt(b[0] + i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a[1] - a[0], b[1] - b[0]);
    }

    /** Compact JSON has one spelling of a text. */
    private void string() {
        int start = at++;
        char c = text.charAt(at);
        while (c != '"') {
            at += c == '\\' ? 2 : 1;
            c = text.charAt(at);
        }
        at++;
        out.append(text, start, at);
    }

    private void literal() {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        out.append(text, start, at);
    }

    private void number() {
        int start = at;
        boolean integer = true;
        while (at < text.length() && isOfNumber(text.charAt(at))) {
            char c = text.charAt(at++);
            integer = integer && (c == '-' || (c >= '0' && c <= '9'));
        }
        if (integer && text.charAt(at - 1) != '0') {
            out.append(text, start, at);
            return;
        }
        out.append(number(new BigDecimal(text.substring(start, at))));
    }

    private static boolean isOfNumber(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    /** The canonical text of a number. */
    public static String number(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.scale() == 0
                ? shortest.unscaledValue().toString()
                : shortest.unscaledValue() + "e" + -(long) shortest.scale();
    }
}
