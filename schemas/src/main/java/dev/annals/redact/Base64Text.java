package dev.annals.redact;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Text that lies in Base64, as the data of a Kubernetes Secret do. */
final class Base64Text {
    private static final int LONGEST = 64 * 1024;

    private Base64Text() {}

    /** What was encoded; empty when it is not Base64 of text. */
    static Optional<String> decoded(String text) {
        if (text.length() < 4 || text.length() > LONGEST || text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
