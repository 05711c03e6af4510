package dev.annals.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionKeyTest {
    private static final String HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    @Test
    void aKeyIsReadFromHexadecimalAndFromBase64() {
        RedactionKey key = RedactionKey.parse(HEX + "\n");

        assertThat(RedactionKey.parse(Base64.getEncoder().encodeToString(key.bytes()))
                        .bytes())
                .isEqualTo(key.bytes());
        assertThat(key.bytes()[31]).isEqualTo((byte) 31);
    }

    @Test
    void aBrokenKeyIsRefusedAndNotQuoted() {
        assertThatThrownBy(() -> RedactionKey.parse("hunter2!"))
                .hasMessage("redaction key: neither hexadecimal nor Base64 (expected: 32 bytes in one of them)");
        assertThatThrownBy(() -> RedactionKey.parse("AAAA")).hasMessage("redaction key: 3 bytes (expected: 32)");
        assertThat(RedactionKey.parse(HEX).toString()).doesNotContain("0001");
    }

    @Test
    void aKeyIsMadeOnceAndOnlyItsOwnerMayReadIt(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("deep").resolve("redaction.key");

        assertThat(RedactionKeyFile.read(file)).isEmpty();
        assertThat(RedactionKeyFile.create(file)).isTrue();
        byte[] made = RedactionKeyFile.read(file).get(0).bytes();

        assertThat(RedactionKeyFile.create(file)).isFalse();
        assertThat(RedactionKeyFile.read(file))
                .singleElement()
                .satisfies(key -> assertThat(key.bytes()).isEqualTo(made));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileMayHoldEarlierKeysAndANewestOne(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("redaction.key");
        Files.writeString(file, "# of last year\n" + HEX + "\n\n" + "ab".repeat(32) + "\n");

        assertThat(RedactionKeyFile.read(file))
                .hasSize(2)
                .last()
                .satisfies(key -> assertThat(key.bytes()[0]).isEqualTo((byte) 0xab));
        Files.writeString(file, "# none\n");
        assertThatThrownBy(() -> RedactionKeyFile.read(file)).hasMessageContaining("the file is empty");
    }
}
