package dev.annals.epoch;

import dev.annals.redact.RedactionKey;
import java.util.List;
import java.util.Optional;

/** The redaction keys that a deployment holds. A log whose key was changed needs the earlier ones too, to be read again. */
@FunctionalInterface
public interface RedactionKeys {
    /** All of them, as they are now. */
    List<RedactionKey> held();

    /** The key with this {@link KeyCheck}; empty when it is not held. */
    default Optional<RedactionKey> find(String keyCheck) {
        return held().stream().filter(key -> KeyCheck.of(key).equals(keyCheck)).findFirst();
    }

    /** Exactly these keys. */
    static RedactionKeys of(RedactionKey... keys) {
        List<RedactionKey> held = List.of(keys);
        return () -> held;
    }
}
