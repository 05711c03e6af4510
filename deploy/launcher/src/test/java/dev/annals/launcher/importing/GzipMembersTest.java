package dev.annals.launcher.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipMembersTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void allMembersAreReadHoweverTheStreamIsCutIntoPieces(long seed) throws Exception {
        Random random = new Random(seed);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int member = random.nextInt(6) + 1; member > 0; member--) {
            byte[] bytes = new byte[random.nextInt(200_000)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt(1 + random.nextInt(20));
            }
            plain.write(bytes);
            packed.write(packed(bytes));
        }

        byte[] unpacked = unpack(new Dripping(packed.toByteArray(), random));

        assertThat(unpacked).as("seed %s", seed).isEqualTo(plain.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aStreamThatEndsWithinAMemberIsCutOffWhereverThatIs(long seed) throws Exception {
        byte[] first = packed(text("first\n".repeat(10)));
        byte[] second = packed(text("second\n".repeat((int) seed)));
        byte[] both = joined(first, second);

        for (int length = first.length + 1; length < both.length; length++) {
            byte[] cut = Arrays.copyOf(both, length);
            assertThatThrownBy(() -> unpack(new ByteArrayInputStream(cut)))
                    .as("cut after %s of %s bytes", length, both.length)
                    .isInstanceOf(EOFException.class)
                    .hasMessage("the gzip stream ends at byte " + length + " within a member");
        }
    }

    @Test
    void bytesAfterAMemberThatAreNoMemberAreRefusedWithTheirPosition() throws Exception {
        byte[] member = packed(text("line\n"));
        for (byte[] garbage : new byte[][] {{0}, {'x'}, text("{\"id\":\"1\"}\n"), new byte[512], {0x1f, 0x10}}) {
            assertThatThrownBy(() -> unpack(new ByteArrayInputStream(joined(member, garbage))))
                    .isInstanceOf(ZipException.class)
                    .hasMessageContaining("byte " + member.length + ", after a whole gzip member, begins no other");
        }
    }

    @Test
    void aMemberThatDoesNotMatchItsChecksumIsRefused() throws Exception {
        byte[] member = packed(text("line\n"));
        for (int i = member.length - 8; i < member.length; i++) {
            byte[] damaged = member.clone();
            damaged[i] ^= 1;
            assertThatThrownBy(() -> unpack(new ByteArrayInputStream(damaged)))
                    .isInstanceOf(ZipException.class)
                    .hasMessageContaining("does not match its checksum");
        }
    }

    @Test
    void aHeaderWithEveryFieldIsPassedOver() throws Exception {
        byte[] member = packed(text("line\n"));
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.write(member, 0, 3);
        full.write(0x1e);
        full.write(member, 4, 6);
        full.write(new byte[] {3, 0, 'a', 0, 'b'});
        full.write(text("events.ndjson\0a comment\0"));
        CRC32 checksum = new CRC32();
        checksum.update(full.toByteArray());
        full.write((int) checksum.getValue());
        full.write((int) checksum.getValue() >> 8);
        full.write(member, 10, member.length - 10);

        assertThat(unpack(new ByteArrayInputStream(full.toByteArray()))).isEqualTo(text("line\n"));
    }

    private static byte[] unpack(InputStream packed) throws IOException {
        try (GzipMembers members = new GzipMembers(packed)) {
            return members.readAllBytes();
        }
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A pipe whose writer pauses: it gives some bytes at a time and never has any available. */
    private static final class Dripping extends FilterInputStream {
        private final Random random;

        Dripping(byte[] bytes, Random random) {
            super(new ByteArrayInputStream(bytes));
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(5_000)));
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
