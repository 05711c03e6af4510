package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.epoch.RedactionKeys;
import dev.annals.redact.RedactionKey;

/** The secrets of a deployment that exists in tests only. */
final class TestKeys {
    static final RedactionKey KEY = RedactionKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    static final RedactionKeys KEYS = RedactionKeys.of(KEY);

    private TestKeys() {}
}
