package dev.annals.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.annals.query.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The body of an answer: a media type and a way to write the bytes, at most once. */
public record Body(String mediaType, Writer writer) {
    /** Media type of every JSON answer. */
    public static final String JSON = "application/json";

    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    /** Writes bytes to the client as they come, so that a large answer needs no large memory. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Writes all of the body.
         *
         * @return Ready when all was written. Anything else: the answer becomes that failure while nothing has reached the
         *     client yet, else the connection is cut, so that nobody takes a part for the whole
         */
        Answer<?> writeTo(OutputStream out) throws IOException;
    }

    /** Writes JSON. Raw values may be written as they are, see {@link JsonGenerator#writeRawValue(String)}. */
    @FunctionalInterface
    public interface JsonWriter {
        /** Writes exactly one JSON value. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The bytes of a short body. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Compact JSON, UTF-8, non-ASCII unescaped. */
    public static Body json(JsonWriter writer) {
        return json(JSON, writer);
    }

    /** Compact JSON under another media type, such as one with a charset parameter. */
    public static Body json(String mediaType, JsonWriter writer) {
        return written(mediaType, out -> {
            try (JsonGenerator json = JSON_FACTORY.createGenerator(out)) {
                // The container ends the answer; a generator that closed it could not be followed by a failure.
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.disable(StreamWriteFeature.AUTO_CLOSE_CONTENT.mappedFeature());
                writer.writeTo(json);
            }
        });
    }

    /** {@code {"detail": text}}. */
    public static Body detail(String text) {
        return json(json -> {
            json.writeStartObject();
            json.writeStringField("detail", text);
            json.writeEndObject();
        });
    }

    /** Text as UTF-8. */
    public static Body text(String mediaType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return written(mediaType, out -> out.write(bytes));
    }

    /** No bytes and no media type. */
    public static Body empty() {
        return written("", out -> {});
    }

    private static Body written(String mediaType, PlainWriter writer) {
        return new Body(mediaType, out -> {
            writer.writeTo(out);
            return new Answer.Ready<>(Boolean.TRUE);
        });
    }

    @FunctionalInterface
    private interface PlainWriter {
        void writeTo(OutputStream out) throws IOException;
    }
}
