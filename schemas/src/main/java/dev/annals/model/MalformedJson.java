package dev.annals.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import org.jspecify.annotations.Nullable;

/**
 * A text that is not JSON, or is over the limits of {@link Json}. The message says what and where, and never quotes the text, because it may hold a secret; so the parser's own exception is not kept as a cause.
 */
public final class MalformedJson extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    private final boolean overLimit;

    private MalformedJson(String message, @Nullable JsonLocation location, boolean overLimit) {
        super(message, location);
        this.overLimit = overLimit;
    }

    static MalformedJson at(JsonLocation where, String what) {
        return new MalformedJson(what, where, false);
    }

    static MalformedJson over(JsonLocation where, String what) {
        return new MalformedJson(what, where, true);
    }

    /** Translates a failure of the parser. The parser's own message is dropped, because it quotes the text. */
    public static MalformedJson of(JsonProcessingException failure) {
        if (failure instanceof MalformedJson own) {
            return own;
        }
        JsonLocation where = failure.getLocation();
        if (failure instanceof StreamConstraintsException) {
            return new MalformedJson(
                    "nesting deeper than " + Json.MAX_DEPTH + ", a number longer than " + Json.MAX_NUMBER_LENGTH
                            + " characters or a name longer than 50000",
                    where,
                    true);
        }
        if (failure instanceof JsonEOFException) {
            return new MalformedJson("the text ends before the value does", where, false);
        }
        // Only the parser's sentence tells a repeated key from broken syntax; it has no type of its own.
        String sentence = failure.getOriginalMessage();
        return new MalformedJson(
                sentence != null && sentence.startsWith("Duplicate ") ? "a key occurs twice" : "broken syntax",
                where,
                false);
    }

    /** Whether it may be JSON, but goes over a limit. */
    public boolean isOverLimit() {
        return overLimit;
    }

    /** What is wrong and where: {@code broken syntax at line 1, column 7}. */
    public String sentence() {
        JsonLocation where = getLocation();
        return where == null || where.getLineNr() < 1
                ? getOriginalMessage()
                : getOriginalMessage() + " at line " + where.getLineNr() + ", column " + where.getColumnNr();
    }

    @Override
    public String getMessage() {
        return sentence();
    }
}
