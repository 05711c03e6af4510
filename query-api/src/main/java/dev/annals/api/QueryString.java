package dev.annals.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string or form, decoded, in the order given, repeats kept.
 *
 * <p>Lenient as the products' frameworks are: a broken percent sequence stays as it is, bytes that are not UTF-8 become
 * U+FFFD, {@code +} is a space, a parameter without {@code =} has the empty value, empty parameters are left out.
 */
public record QueryString(List<Parameter> parameters) {
    /** Most parameters of one request. */
    public static final int MAX_PARAMETERS = 1000;

    /** One name with one value; either may be empty. */
    public record Parameter(String name, String value) {}

    public QueryString {
        parameters = List.copyOf(parameters);
    }

    /** The parameters of a raw query string; empty when there are more than {@value #MAX_PARAMETERS}. */
    public static Optional<QueryString> parse(@Nullable String raw) {
        List<Parameter> parameters = new ArrayList<>();
        String text = raw == null ? "" : raw;
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('&', start);
            if (end < 0) {
                end = text.length();
            }
            if (end > start) {
                if (parameters.size() == MAX_PARAMETERS) {
                    return Optional.empty();
                }
                int equals = text.indexOf('=', start);
                boolean valued = equals >= 0 && equals < end;
                String name = text.substring(start, valued ? equals : end);
                String value = valued ? text.substring(equals + 1, end) : "";
                parameters.add(new Parameter(decode(name), decode(value)));
            }
            start = end + 1;
        }
        return Optional.of(new QueryString(parameters));
    }

    /** Whether a parameter of that name is there, with whatever value. */
    public boolean has(String name) {
        return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    /** The value of the last parameter of that name. */
    public Optional<String> last(String name) {
        return all(name).stream().reduce((former, latter) -> latter);
    }

    /** The values of all parameters of that name, in order. */
    public List<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
    }

    /** Text in the form of a query string: UTF-8, space as {@code +}, only letters, digits and {@code -._~} bare. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c == ' ') {
                encoded.append('+');
            } else if (isUnreserved(c)) {
                encoded.append(c);
            } else {
                appendEscape(encoded, octet);
            }
        }
        return encoded.toString();
    }

    /** Text as one segment of a path: everything but letters, digits and {@code -._~} escaped, a space as {@code %20}. */
    public static String encodeSegment(String text) {
        return encode(text).replace("+", "%20");
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static void appendEscape(StringBuilder encoded, byte octet) {
        encoded.append('%')
                .append(Character.toUpperCase(Character.forDigit((octet >> 4) & 0xf, 16)))
                .append(Character.toUpperCase(Character.forDigit(octet & 0xf, 16)));
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int octet = c == '%' && i + 2 < text.length() ? octet(text.charAt(i + 1), text.charAt(i + 2)) : -1;
            if (octet >= 0) {
                bytes.write(octet);
                i += 3;
            } else {
                int codePoint = text.codePointAt(i);
                bytes.writeBytes((c == '+' ? " " : Character.toString(codePoint)).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octet(char high, char low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h * 16 + l;
    }
}
