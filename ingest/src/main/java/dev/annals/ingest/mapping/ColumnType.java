package dev.annals.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a value of a source stands for, and how it is shown: numbers as JSON numbers, dates and times as ISO 8601 text. A value that is not what its type says
 * stays as it came: nothing is lost to a mapping that is wrong.
 *
 * @param scale digits after the point of a decimal
 */
public record ColumnType(Kind kind, int scale) {
    /** What a value may be. */
    public enum Kind {
        /** The bytes of an unscaled integer in Base64, and a scale of the column. */
        DECIMAL,
        /** The same with the scale of each value. */
        VARIABLE_DECIMAL,
        /** A number in text. */
        NUMBER,
        /** Days since 1970. */
        DATE,
        TIME_MILLIS,
        TIME_MICROS,
        TIME_NANOS,
        /** A date and time without a zone, as if in UTC. */
        TIMESTAMP_MILLIS,
        TIMESTAMP_MICROS,
        TIMESTAMP_NANOS,
        /** A moment. */
        INSTANT_MILLIS,
        INSTANT_MICROS,
        INSTANT_NANOS,
        /** A date, a time or both without a zone, in text that ends in a false Z. */
        ISO_LOCAL,
        DURATION_MICROS,
        DURATION_NANOS,
        /** JSON in text. */
        JSON;

        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final int MOST_SCALE = 1000;
    private static final int MOST_DIGIT_BYTES = 200;
    /** 1 January 0001 and 31 December 9999, in days since 1970. */
    private static final long FIRST_DAY = -719_162;

    private static final long LAST_DAY = 2_932_896;
    private static final long SECONDS_A_DAY = 86_400;
    private static final long NANOS_A_SECOND = 1_000_000_000;
    private static final Pattern FORM = Pattern.compile("(?<word>[a-z-]+)(\\((?<scale>\\d{1,4})\\))?");
    private static final Pattern FALSE_ZONE = Pattern.compile("(Z|\\+00:00)$");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(TIME)
            .toFormatter(Locale.ROOT);

    /** A type without a scale. */
    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0);
    }

    /** The type that a mapping names: {@code decimal(4)}, {@code timestamp-micros}, {@code json}. */
    static ColumnType parse(String path, String text) {
        Matcher form = FORM.matcher(text);
        Optional<Kind> kind = form.matches()
                ? Arrays.stream(Kind.values())
                        .filter(one -> one.word.equals(form.group("word")))
                        .findFirst()
                : Optional.empty();
        boolean scaled = kind.isPresent() && form.group("scale") != null;
        if (kind.isEmpty() || scaled != (kind.get() == Kind.DECIMAL)) {
            throw InvalidMapping.at(
                    path,
                    "'" + text + "'",
                    "decimal(SCALE) or one of "
                            + Arrays.stream(Kind.values())
                                    .filter(one -> one != Kind.DECIMAL)
                                    .map(one -> one.word)
                                    .collect(Collectors.joining(", ")));
        }
        return new ColumnType(kind.get(), scaled ? Integer.parseInt(form.group("scale")) : 0);
    }

    /** What a value stands for. */
    public JsonNode shown(JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        try {
            return switch (kind) {
                case DECIMAL -> value.isTextual() ? decimal(value.textValue(), scale) : value;
                case VARIABLE_DECIMAL -> variableDecimal(value);
                case NUMBER -> value.isTextual() ? number(value.textValue()) : value;
                case JSON -> value.isTextual() ? Json.tree(value.textValue()) : value;
                case ISO_LOCAL ->
                    value.isTextual()
                            ? TextNode.valueOf(
                                    FALSE_ZONE.matcher(value.textValue()).replaceFirst(""))
                            : value;
                default ->
                    value.canConvertToLong() && value.isIntegralNumber() ? temporal(value, value.longValue()) : value;
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException | MalformedJson e) {
            return value;
        }
    }

    /** The decimal whose unscaled integer is in Base64. */
    private static JsonNode decimal(String base64, int scale) {
        byte[] unscaled = Base64.getDecoder().decode(base64);
        if (unscaled.length == 0 || unscaled.length > MOST_DIGIT_BYTES || Math.abs((long) scale) > MOST_SCALE) {
            throw new IllegalArgumentException("out of bounds");
        }
        return bounded(new BigDecimal(new BigInteger(unscaled), scale));
    }

    private static JsonNode variableDecimal(JsonNode value) {
        JsonNode scale = value.path("scale");
        JsonNode unscaled = value.path("value");
        return value.size() == 2 && scale.canConvertToInt() && scale.isIntegralNumber() && unscaled.isTextual()
                ? decimal(unscaled.textValue(), scale.intValue())
                : value;
    }

    private static JsonNode number(String text) {
        if (text.length() > Json.MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("out of bounds");
        }
        return bounded(new BigDecimal(text));
    }

    private static JsonNode bounded(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_SCALE
                || number.toPlainString().length() > Json.MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("out of bounds");
        }
        return DecimalNode.valueOf(number.scale() < 0 ? number.setScale(0) : number);
    }

    private JsonNode temporal(JsonNode value, long number) {
        return switch (kind) {
            // Infinity comes as a day that no calendar has.
            case DATE ->
                !isDay(number) ? value : text(LocalDate.ofEpochDay(number).toString());
            case TIME_MILLIS -> time(Math.multiplyExact(number, 1_000_000));
            case TIME_MICROS -> time(Math.multiplyExact(number, 1000));
            case TIME_NANOS -> time(number);
            case TIMESTAMP_MILLIS -> timestamp(value, number, 1_000_000, "");
            case TIMESTAMP_MICROS -> timestamp(value, number, 1000, "");
            case TIMESTAMP_NANOS -> timestamp(value, number, 1, "");
            case INSTANT_MILLIS -> timestamp(value, number, 1_000_000, "Z");
            case INSTANT_MICROS -> timestamp(value, number, 1000, "Z");
            case INSTANT_NANOS -> timestamp(value, number, 1, "Z");
            case DURATION_MICROS -> text(Duration.of(number, ChronoUnit.MICROS).toString());
            case DURATION_NANOS -> text(Duration.ofNanos(number).toString());
            default -> value;
        };
    }

    private static JsonNode time(long nanos) {
        // 24:00 is a time in some databases, and none in Java.
        return nanos == Duration.ofDays(1).toNanos()
                ? text("24:00:00")
                : text(TIME.format(LocalTime.ofNanoOfDay(nanos)));
    }

    private static boolean isDay(long day) {
        return day >= FIRST_DAY && day <= LAST_DAY;
    }

    private static JsonNode timestamp(JsonNode value, long number, long nanosEach, String zone) {
        long perSecond = NANOS_A_SECOND / nanosEach;
        long seconds = Math.floorDiv(number, perSecond);
        if (!isDay(Math.floorDiv(seconds, SECONDS_A_DAY))) {
            return value;
        }
        Instant moment = Instant.ofEpochSecond(seconds, Math.floorMod(number, perSecond) * nanosEach);
        return text(TIMESTAMP.format(LocalDateTime.ofInstant(moment, ZoneOffset.UTC)) + zone);
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }
}
