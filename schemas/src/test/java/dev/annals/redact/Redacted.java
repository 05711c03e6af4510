package dev.annals.redact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import dev.annals.model.ChangeEvent;
import dev.annals.model.JsonText;

/** Events for tests, before and after redaction. */
final class Redacted {
    static final RedactionKey KEY = RedactionKey.of(new byte[32]);
    static final Redactor REDACTOR = new Redactor(RedactionRules.DEFAULT, KEY);

    private Redacted() {}

    /** An event of an object of a type with these members in JSON. */
    static ChangeEvent event(String type, String members) {
        String text = "{\"id\":1,\"source\":\"s\",\"time\":\"2026-01-31T12:00:00Z\",\"object\":{\"type\":\"" + type
                + "\",\"id\":7}," + members + "}";
        return new ChangeJson(Limits.DEFAULT).decode(text.getBytes(UTF_8)).orElseThrow();
    }

    /** The redacted document of an event that has nothing else, with bare marks. */
    static String document(String type, String after) {
        return Mark.bare(REDACTOR.redact(event(type, "\"after\":" + after)).after())
                .text();
    }

    /** A redacted text value of a document, with bare marks. */
    static String text(String name, String value) {
        String after = "{" + quoted(name) + ":" + quoted(value) + "}";
        return new JsonText(document("team", after)).tree().path(name).asText("MASKED");
    }

    /** A redacted message. */
    static String message(String message) {
        return REDACTOR.redact(event("team", "\"message\":" + quoted(message)))
                .wording()
                .message();
    }

    static String quoted(String text) {
        return new com.fasterxml.jackson.databind.node.TextNode(text).toString();
    }
}
