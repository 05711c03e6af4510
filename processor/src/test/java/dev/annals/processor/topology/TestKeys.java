package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionRules;

/** The secrets of a deployment that exists in tests only. */
final class TestKeys {
    static final RedactionKey KEY = RedactionKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    static final RedactionRules RULES = RedactionRules.DEFAULT;

    private TestKeys() {}
}
