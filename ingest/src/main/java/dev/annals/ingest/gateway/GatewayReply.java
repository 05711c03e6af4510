package dev.annals.ingest.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.ingest.publish.LogPosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer in its HTTP form.
 *
 * @param json the body, a JSON object
 * @param retryAfter for the Retry-After header; absent when waiting does not help
 */
public record GatewayReply(
        int status, byte[] json, @Nullable Duration retryAfter) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** The one place that says which status an answer has. */
    public static GatewayReply of(GatewayAnswer answer) {
        if (answer instanceof GatewayAnswer.Accepted accepted) {
            return new GatewayReply(202, json(out -> accepted(out, accepted)), null);
        }
        if (answer instanceof GatewayAnswer.Unreadable unreadable) {
            return error(400, unreadable.reason(), null);
        }
        if (answer instanceof GatewayAnswer.Refused refused) {
            return new GatewayReply(400, json(out -> refused(out, refused)), null);
        }
        if (answer instanceof GatewayAnswer.Forbidden forbidden) {
            return error(
                    403,
                    "event " + forbidden.index()
                            + " is of another tenant than the token (expected: the token's tenant, or a token without"
                            + " one)",
                    null);
        }
        GatewayAnswer.Unavailable unavailable = (GatewayAnswer.Unavailable) answer;
        return error(
                503,
                "the log acknowledged " + unavailable.acknowledged()
                        + " events and then no more in time; send all of them again, unchanged: those it has are"
                        + " recognised",
                unavailable.retryAfter());
    }

    private static void accepted(JsonGenerator out, GatewayAnswer.Accepted accepted) throws IOException {
        out.writeNumberField("accepted", accepted.positions().size());
        out.writeArrayFieldStart("positions");
        for (LogPosition position : accepted.positions()) {
            out.writeStartObject();
            out.writeNumberField("partition", position.partition());
            out.writeNumberField("offset", position.offset());
            out.writeEndObject();
        }
        out.writeEndArray();
        Boolean visible = accepted.visible();
        if (visible != null) {
            out.writeBooleanField("visible", visible);
        }
        if (!accepted.unmatched().isEmpty()) {
            out.writeArrayFieldStart("unmatched_pointers");
            for (GatewayAnswer.UnmatchedPointer unmatched : accepted.unmatched()) {
                out.writeStartObject();
                out.writeNumberField("index", unmatched.index());
                out.writeStringField("pointer", unmatched.pointer());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }

    private static void refused(JsonGenerator out, GatewayAnswer.Refused refused) throws IOException {
        out.writeStringField("error", "nothing was taken: some events are bad");
        out.writeArrayFieldStart("events");
        for (GatewayAnswer.BadEvent event : refused.events()) {
            out.writeStartObject();
            out.writeNumberField("index", event.index());
            out.writeStringField("reason", event.reason().wireName());
            out.writeStringField("detail", event.detail());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static GatewayReply error(int status, String sentence, @Nullable Duration retryAfter) {
        return new GatewayReply(status, json(out -> out.writeStringField("error", sentence)), retryAfter);
    }

    private static byte[] json(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            members.writeTo(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Members {
        void writeTo(JsonGenerator out) throws IOException;
    }
}
