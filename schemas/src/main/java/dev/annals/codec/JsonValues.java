package dev.annals.codec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.model.CompactJson;
import dev.annals.model.JsonText;
import dev.annals.model.Reject.Reason;
import dev.annals.redact.QuotableNames;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the value a parser stands on as one kind or refuses it, naming its path and its kind but never itself. JSON null reads as absent. For one reader, on one thread. */
final class JsonValues {
    private static final int LONGEST_INT = 11;
    private static final int LONGEST_DECIMAL = 64;

    private final JsonParser parser;

    /** The record that names are relative to: empty at the top, {@code object} or {@code related} inside. */
    private String scope = "";

    /** The place in an array of records; -1 outside of one. */
    private int index = -1;

    JsonValues(JsonParser parser) {
        this.parser = parser;
    }

    void enter(String record, int place) {
        scope = record;
        index = place;
    }

    void leave() {
        enter("", -1);
    }

    String path(String name) {
        String place = index < 0 ? "" : "[" + index + "]";
        return scope.isEmpty() ? name : name.isEmpty() ? scope + place : scope + place + "." + name;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    @Nullable
    String text(String name) throws IOException, Refusal {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> null;
            default -> throw unexpected(name, "text");
        };
    }

    /** Text, or an integer as its text. */
    @Nullable
    String identifier(String name) throws IOException, Refusal {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT -> parser.getText();
            case VALUE_NULL -> null;
            default -> throw unexpected(name, "text or an integer");
        };
    }

    @Nullable
    Integer integer(String name) throws IOException, Refusal {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw unexpected(name, "an integer");
        }
        String text = parser.getText();
        long value = text.length() > LONGEST_INT ? Long.MAX_VALUE : Long.parseLong(text);
        if (value != (int) value) {
            throw Refusal.invalid(path(name), "a number out of range", "an integer of 32 bits");
        }
        return (int) value;
    }

    boolean flag(String name) throws Refusal {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw unexpected(name, "true or false");
        };
    }

    @Nullable
    BigDecimal decimal(String name) throws IOException, Refusal {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Decimals.parse(path(name), parser.getText());
            case VALUE_NULL -> null;
            default -> throw unexpected(name, "a number");
        };
    }

    @Nullable
    Rfc3339 time(String name) throws IOException, Refusal {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Rfc3339 time = Rfc3339.parse(text);
        if (time == null) {
            throw Refusal.invalid(path(name), "text that is no such time", Rfc3339.EXPECTED);
        }
        return time;
    }

    @Nullable
    Instant instant(String name) throws IOException, Refusal {
        Rfc3339 time = time(name);
        return time == null ? null : time.time();
    }

    /** Any value, compact. */
    JsonText value() throws IOException {
        if (isNull()) {
            return JsonText.NULL;
        }
        StringBuilder out = new StringBuilder();
        CompactJson.copy(parser, out, Limits.DEPTH);
        return new JsonText(out.toString());
    }

    @Nullable
    JsonText object(String name) throws IOException, Refusal {
        if (isNull()) {
            return null;
        }
        expect(name, JsonToken.START_OBJECT, "an object");
        return value();
    }

    JsonText objectOrNull(String name) throws IOException, Refusal {
        if (!isNull()) {
            expect(name, JsonToken.START_OBJECT, "an object or null");
        }
        return value();
    }

    void expect(String name, JsonToken token, String expected) throws Refusal {
        if (parser.currentToken() != token) {
            throw unexpected(name, expected);
        }
    }

    Refusal unexpected(String name, String expected) {
        return Refusal.invalid(path(name), kind(parser.currentToken()), expected);
    }

    Refusal unknown(String name, List<String> known) {
        return new Refusal(
                Reason.UNKNOWN_FIELD,
                path(shown(name)) + ": unknown field (expected one of: " + String.join(", ", known) + ")");
    }

    /** The name of the value that the parser stands on, or where that value begins when the name may hold a secret. */
    String shown(String name) {
        return QuotableNames.of(name).orElseGet(() -> {
            JsonLocation value = parser.currentTokenLocation();
            return "<name not shown, its value begins at line " + value.getLineNr() + ", column " + value.getColumnNr()
                    + ">";
        });
    }

    static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "nothing";
        };
    }

    /** Numbers that are kept as numbers. */
    static final class Decimals {
        private static final String EXPECTED =
                "a number of at most " + LONGEST_DECIMAL + " characters between 1e-30 and 1e30";

        private Decimals() {}

        static BigDecimal parse(String field, String text) throws Refusal {
            if (text.length() > LONGEST_DECIMAL) {
                throw Refusal.invalid(field, "a number of " + text.length() + " characters", EXPECTED);
            }
            try {
                BigDecimal value = new BigDecimal(text);
                int exponent = value.precision() - value.scale();
                if (Math.abs(value.scale()) <= LONGEST_DECIMAL && Math.abs(exponent) <= Limits.DURATION_EXPONENT) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // the message would quote the text
            }
            throw Refusal.invalid(field, "a value that is no such number", EXPECTED);
        }
    }
}
