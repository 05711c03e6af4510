package dev.annals.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Knows the value that stands for "unchanged, and not given to Debezium" in each of the forms that it takes: the text itself, its bytes, and lists, maps and numbers of them. */
final class Unavailable {
    private static final String HEX = "hex:";
    /** The points that stand for a geometry and a geography. */
    private static final String WKB_GEOMETRY = "0101000020E6100000000000FC83D797C1000000FC83D797C1";

    private final Set<String> texts = new HashSet<>();
    private final byte[] bytes;
    private final String text;

    /** The value as Debezium's {@code unavailable.value.placeholder} names it. */
    Unavailable(String placeholder) {
        bytes = placeholder.toLowerCase(Locale.ROOT).startsWith(HEX)
                ? unhex(placeholder.substring(HEX.length()))
                : placeholder.getBytes(StandardCharsets.UTF_8);
        text = new String(bytes, StandardCharsets.UTF_8);
        texts.add(placeholder);
        texts.add(text);
        texts.add(Base64.getEncoder().encodeToString(bytes));
        texts.add(Base64.getUrlEncoder().encodeToString(bytes));
        texts.add(hex(bytes));
        texts.add(hex(bytes).toUpperCase(Locale.ROOT));
        texts.add(UUID.nameUUIDFromBytes(bytes).toString());
    }

    /** Whether a value stands for one that is not known. */
    boolean is(JsonNode value) {
        if (value.isTextual()) {
            return isText(value.textValue());
        }
        if (value.isNumber()) {
            return isNumber(value);
        }
        if (value.isArray()) {
            return isList(value);
        }
        return value.isObject() && isMap(value);
    }

    private boolean isText(String value) {
        // A map in text, for databases with columns of keys and values.
        return texts.contains(value)
                || (value.length() == 2 * text.length() + 7 && value.equals("{\"" + text + "\":\"" + text + "\"}"));
    }

    /** The bytes taken for the digits of a number. */
    private boolean isNumber(JsonNode value) {
        if (bytes.length < Long.BYTES) {
            return false;
        }
        if (!value.isFloatingPointNumber() && !value.isBigInteger()) {
            return false;
        }
        BigInteger digits = new BigInteger(bytes);
        return value.decimalValue().compareTo(new BigDecimal(digits)) == 0
                || value.doubleValue() == digits.doubleValue();
    }

    /** One element that is it, or its bytes one by one. */
    private boolean isList(JsonNode list) {
        if (list.size() == 1 && list.get(0).isTextual()) {
            return isText(list.get(0).textValue());
        }
        if (list.size() != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!list.get(i).isIntegralNumber() || list.get(i).intValue() != bytes[i]) {
                return false;
            }
        }
        return bytes.length > 1;
    }

    private boolean isMap(JsonNode map) {
        JsonNode same = map.get(text);
        if (map.size() == 1 && same != null) {
            return same.isTextual() && isText(same.textValue());
        }
        // A number of any scale, and a geometry.
        JsonNode inner = map.has("scale") ? map.path("value") : map.path("wkb");
        return inner.isTextual() && (isText(inner.textValue()) || isGeometry(inner.textValue()));
    }

    private static boolean isGeometry(String base64) {
        try {
            return hex(Base64.getDecoder().decode(base64)).equalsIgnoreCase(WKB_GEOMETRY);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private static byte[] unhex(String hex) {
        try {
            return java.util.HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return (HEX + hex).getBytes(StandardCharsets.UTF_8);
        }
    }
}
