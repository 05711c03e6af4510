package dev.annals.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The one JSON reader and writer of Annals: strict JSON, exact numbers, duplicate keys refused, nothing after the value,
 * nesting at most {@value #MAX_DEPTH}, numbers at most {@value #MAX_NUMBER_LENGTH} characters. Error messages never quote the input, because it may hold a secret.
 */
public final class Json {
    /** Deepest nesting of arrays and objects. */
    public static final int MAX_DEPTH = 500;

    /** Longest number, in characters. */
    public static final int MAX_NUMBER_LENGTH = 400;

    /** Longest string, in characters. Callers bound the size of whole documents. */
    public static final int MAX_STRING_LENGTH = 8 * 1024 * 1024;

    /** Thread-safe; do not reconfigure. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    // Keys come from outside, so they are not interned: they could fill the JVM's string table or
                    // be chosen to collide.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * The tree of exactly one JSON value.
     *
     * @throws MalformedJson when the text is empty, malformed, over the limits or followed by more
     */
    public static JsonNode tree(String text) throws MalformedJson {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw MalformedJson.at(JsonLocation.NA, "no value: the text is empty");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw MalformedJson.of(e);
        } catch (NumberFormatException e) {
            // Jackson lets this one through, with the number in its message.
            throw MalformedJson.over(JsonLocation.NA, "a number whose exponent is out of range");
        }
    }
}
