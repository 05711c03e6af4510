package dev.annals.ingest.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.annals.codec.Limits;
import dev.annals.model.ChangeEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes a tenant into the bytes of an event that names none; every other byte stays as the producer sent it. What is no JSON object
 * stays as it is: decoding it says why.
 */
record DefaultTenant(String tenant) {
    private static final String FIELD = "tenant";
    private static final JsonFactory EVENTS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEPTH + 2)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** The event with its tenant. */
    byte[] in(byte[] event) {
        // What an event that names no tenant means anyway.
        if (tenant.equals(ChangeEvent.DEFAULT)) {
            return event;
        }
        try (JsonParser parser = EVENTS.createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return event;
            }
            int inside = (int) parser.currentLocation().getByteOffset();
            boolean empty = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                empty = false;
                boolean named = parser.currentName().equals(FIELD);
                JsonToken value = parser.nextToken();
                if (named) {
                    int from = (int) parser.currentTokenLocation().getByteOffset();
                    return value == JsonToken.VALUE_NULL
                            ? spliced(event, from, from + "null".length(), quoted())
                            : event;
                }
                parser.skipChildren();
            }
            return spliced(event, inside, inside, '"' + FIELD + "\":" + quoted() + (empty ? "" : ","));
        } catch (IOException e) {
            return event;
        }
    }

    private String quoted() {
        return '"' + tenant.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static byte[] spliced(byte[] event, int from, int to, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.length + text.length());
        bytes.write(event, 0, from);
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(event, to, event.length - to);
        return bytes.toByteArray();
    }
}
