package dev.annals.dialect.puppet;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Body;
import dev.annals.api.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong, in Puppet's form: a JSON object of {@code kind}, {@code msg} and, for some kinds, {@code
 * details}.
 *
 * @param details text by name, one text where Puppet has only one, or absent
 */
record PuppetProblem(String kind, String message, @Nullable Details details) {
    /** Media type of every answer that is not CSV. */
    static final String JSON = "application/json; charset=utf-8";

    /** What is told beyond the message. */
    sealed interface Details {
        /** Texts by name, in order. */
        record Named(Map<String, String> texts) implements Details {}

        /** One text. */
        record Plain(String text) implements Details {}
    }

    /** A problem without details. */
    static PuppetProblem of(String kind, String message) {
        return new PuppetProblem(kind, message, null);
    }

    /** A problem with one text as its details. */
    static PuppetProblem of(String kind, String message, String details) {
        return new PuppetProblem(kind, message, new Details.Plain(details));
    }

    /** The body for a request: JSON, or only the message for a browser. */
    Body body(Request request) {
        boolean browser = request.header("Accept")
                .map(accept -> accept.strip().toLowerCase(Locale.ROOT).startsWith("text/html"))
                .orElse(false);
        // Plain text and not HTML: the message may quote what was sent.
        return browser ? Body.text("text/plain; charset=utf-8", message) : Body.json(JSON, this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", kind);
        json.writeStringField("msg", clean(message));
        if (details instanceof Details.Plain plain) {
            json.writeStringField("details", clean(plain.text()));
        } else if (details instanceof Details.Named named) {
            json.writeObjectFieldStart("details");
            for (Map.Entry<String, String> text : named.texts().entrySet()) {
                json.writeStringField(text.getKey(), clean(text.getValue()));
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** What was sent may hold half a surrogate pair, which cannot be sent back. */
    private static String clean(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
