package dev.annals.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import dev.annals.model.Reject.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Change events as JSON objects in UTF-8. Names not listed here are refused at every level; JSON null means absent, except in {@code before} and {@code after}, where it means that there is no document.
 *
 * <p>In {@code changes} a side is always there: an absent side is written as null and read back as the JSON value null.
 *
 * <p>Thread-safe.
 */
public final class ChangeJson {
    static final List<String> FIELDS = List.of(
            "id",
            "source",
            "tenant",
            "time",
            "time_text",
            "service_id",
            "node",
            "operation",
            "actor",
            "object",
            "object2",
            "relationship",
            "related",
            "before",
            "after",
            "patch",
            "changes",
            "commit_id",
            "commit_index",
            "commit_size",
            "verb",
            "what",
            "description",
            "message",
            "execution",
            "ip_address",
            "presentation",
            "sensitive",
            "labels",
            "traceparent",
            "snapshot");
    static final List<String> ACTOR_FIELDS = List.of("type", "id", "name", "username", "first_name", "last_name");
    static final List<String> OBJECT_FIELDS = List.of("type", "id", "name", "url", "summary");
    static final List<String> RELATED_FIELDS = List.of("type", "id", "name", "role", "summary", "shown");
    static final List<String> EXECUTION_FIELDS = List.of("id", "name", "kind", "start", "finish", "duration", "state");
    static final List<String> PRESENTATION_FIELDS = List.of("name", "text", "icon", "log_level", "data");

    private static final char REPLACEMENT = '\uFFFD';

    private final Limits limits;

    public ChangeJson(Limits limits) {
        this.limits = limits;
    }

    /** The event in the bytes of exactly one JSON object. */
    public Decoded<ChangeEvent> decode(byte[] json) {
        if (json.length > limits.recordBytes()) {
            return new Decoded.Refused<>(
                    Reason.TOO_LARGE,
                    "the record: " + json.length + " bytes (expected: at most " + limits.recordBytes() + ")");
        }
        String text = utf8(json, 0, json.length);
        if (text == null) {
            return new Decoded.Refused<>(Reason.MALFORMED, "not JSON: the bytes are not UTF-8");
        }
        ChangeDraft draft = new ChangeDraft();
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(text)) {
            new ChangeJsonReader(parser, draft).read();
            return new Decoded.Accepted<>(draft.finish());
        } catch (Refusal e) {
            return draft.refused(e);
        } catch (JsonProcessingException e) {
            MalformedJson malformed = MalformedJson.of(e);
            return draft.refused(
                    malformed.isOverLimit()
                            ? new Refusal(Reason.TOO_LARGE, "JSON over the limits: " + malformed.sentence())
                            : Refusal.malformed("not JSON: " + malformed.sentence()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from a String did I/O", e);
        }
    }

    /** The event as one line of JSON without a line end; absent fields and defaults are left out. */
    public byte[] encode(ChangeEvent event) {
        return ChangeJsonWriter.write(event);
    }

    /** The text of the bytes; {@code null} when they are not UTF-8. */
    static @Nullable String utf8(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // Either the text contains the replacement character itself, or some bytes were malformed. Only a strict
        // decoder can tell.
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
