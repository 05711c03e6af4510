package dev.annals.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Copies one JSON value, token by token, as compact text: white space goes, escapes become the shortest form, keys keep their order and numbers their spelling ({@code 1.50}, {@code 1E2}).
 *
 * <p>Refused besides what the parser refuses: half a surrogate pair, which no UTF-8 can carry, and an exponent beyond ±{@value #MAX_EXPONENT}, which would make comparing by value unbounded work.
 */
public final class CompactJson {
    /** Largest power of ten that a number may name. */
    public static final int MAX_EXPONENT = 9_999;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private CompactJson() {}

    /**
     * The compact form of a text that is exactly one JSON value.
     *
     * @throws MalformedJson when it is not, or when it nests deeper than {@code maxDepth}
     */
    public static String of(String text, int maxDepth) throws MalformedJson {
        StringBuilder out = new StringBuilder(text.length());
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                throw MalformedJson.at(JsonLocation.NA, "no value: the text is empty");
            }
            copy(parser, out, maxDepth);
            if (parser.nextToken() != null) {
                throw MalformedJson.at(parser.currentTokenLocation(), "more text after the value");
            }
        } catch (JsonProcessingException e) {
            throw MalformedJson.of(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from a String did I/O", e);
        }
        return out.toString();
    }

    /** Appends the value whose first token is the parser's current one; afterwards its last token is the current one. */
    public static void copy(JsonParser parser, StringBuilder out, int maxDepth) throws IOException {
        int depth = 0;
        boolean comma = false;
        JsonToken token = parser.currentToken();
        while (true) {
            if (comma && token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
                out.append(',');
            }
            comma = true;
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    if (++depth > maxDepth) {
                        throw MalformedJson.over(parser.currentTokenLocation(), "nesting deeper than " + maxDepth);
                    }
                    out.append(token == JsonToken.START_OBJECT ? '{' : '[');
                    comma = false;
                }
                case END_OBJECT, END_ARRAY -> {
                    depth--;
                    out.append(token == JsonToken.END_OBJECT ? '}' : ']');
                }
                case FIELD_NAME -> {
                    String name = parser.currentName();
                    quote(parser, name.toCharArray(), 0, name.length(), out);
                    out.append(':');
                    comma = false;
                }
                case VALUE_STRING ->
                    quote(parser, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), out);
                case VALUE_NUMBER_INT -> out.append(parser.getText());
                case VALUE_NUMBER_FLOAT -> out.append(boundedNumber(parser));
                default -> out.append(token.asString());
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private static String boundedNumber(JsonParser parser) throws IOException {
        String text = parser.getText();
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e >= 0) {
            int exponent = 0;
            for (int i = e + 1; i < text.length(); i++) {
                int digit = Character.digit(text.charAt(i), 10);
                exponent = digit < 0 ? exponent : exponent * 10 + digit;
                if (exponent > MAX_EXPONENT) {
                    throw MalformedJson.over(
                            parser.currentTokenLocation(), "a number with an exponent beyond " + MAX_EXPONENT);
                }
            }
        }
        return text;
    }

    private static void quote(JsonParser parser, char[] chars, int offset, int length, StringBuilder out)
            throws IOException {
        out.append('"');
        int from = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            char c = chars[i];
            if (c >= ' ' && c != '"' && c != '\\') {
                if (Character.isSurrogate(c)) {
                    if (!Character.isHighSurrogate(c) || i + 1 == end || !Character.isLowSurrogate(chars[i + 1])) {
                        throw MalformedJson.at(
                                parser.currentTokenLocation(), "half a surrogate pair in the text starting");
                    }
                    i++;
                }
                continue;
            }
            out.append(chars, from, i - from);
            from = i + 1;
            escape(c, out);
        }
        out.append(chars, from, end - from).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
    }
}
