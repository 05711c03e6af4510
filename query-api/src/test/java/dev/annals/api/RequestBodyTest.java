package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is taken whole or not at all, and nobody is told that it was taken who sent less. */
class RequestBodyTest {
    private static WireServer server;

    @BeforeAll
    static void start() {
        server = new WireServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void nothingTaken() {
        server.taken.set(0);
    }

    /** Bodies that end early or are not framed as HTTP frames them, each with its headers. */
    static Stream<String> brokenBodies() {
        String length = "Content-Length: 100\r\n\r\n";
        String chunked = "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                length,
                length + "{}",
                length + "x".repeat(99),
                chunked,
                chunked + "5",
                chunked + "5\r\n",
                chunked + "5\r\nhel",
                chunked + "5\r\nhello",
                chunked + "5\r\nhello\r\n",
                chunked + "5\r\nhello\r\nZZ\r\n",
                chunked + "5\r\nhelloXX\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                chunked + "-1\r\nhello\r\n0\r\n\r\n",
                chunked + "7fffffffffffffff\r\nhello\r\n",
                chunked + "\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void aBrokenBodyIsRefusedOnEveryRoute(String broken) throws IOException {
        for (String line : List.of("POST /take", "POST /open", "GET /get", "POST /loud/take", "OPTIONS /take")) {
            RawHttp.Answer answer = RawHttp.exchange(
                    server.port(), line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n" + broken);

            assertThat(answer.status()).as(line + " " + answer).isIn(0, 400);
            if (line.contains("/loud") && answer.status() == 400) {
                assertThat(answer.header("Content-Type")).hasValue("text/loud");
            }
        }
        assertThat(server.taken).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void withoutATokenABrokenBodyIsStillUnauthorized(String broken) throws IOException {
        RawHttp.Answer answer = RawHttp.exchange(server.port(), "POST /take HTTP/1.1\r\nHost: x\r\n" + broken);

        assertThat(answer.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/take", "/open", "/loud/take"})
    void aBodyThatStallsIsAnsweredAndTheConnectionEnds(String path) throws IOException {
        try (RawHttp raw = new RawHttp(server.port())) {
            raw.send(WireServer.head("POST", path, "Content-Length: 50") + "{");
            RawHttp.Answer answer = raw.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("Connection")).hasValue("close");
            assertThat(raw.isEnded()).isTrue();
        }
        assertThat(server.taken).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /take", "PUT /take", "POST /nothing", "POST /get", "GET /take"})
    void whatIsRefusedAnywayIsAnsweredBeforeItsBody(String line) throws IOException {
        try (RawHttp raw = new RawHttp(server.port())) {
            raw.send(line + " HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n{");
            RawHttp.Answer answer = raw.answer();

            assertThat(answer.status()).isIn(401, 404, 405);
            assertThat(answer.header("Connection")).hasValue("close");
        }
    }

    @Test
    void aBodyThatIsTooLongIsAnsweredBeforeItComesOrAsSoonAsItIs() throws IOException {
        try (RawHttp raw = new RawHttp(server.port())) {
            raw.send(WireServer.head("POST", "/take", "Content-Length: " + (WireServer.MOST_BYTES + 1)));

            assertThat(raw.answer().status()).isEqualTo(413);
        }
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (RawHttp raw = new RawHttp(server.port())) {
            raw.send(WireServer.head("POST", "/take", "Transfer-Encoding: chunked") + chunk.repeat(16) + "1\r\nx\r\n");

            assertThat(raw.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyOfManyPiecesIsTakenWhole() throws Exception {
        String text = "é".repeat(100_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (RawHttp raw = new RawHttp(server.port())) {
            raw.send(WireServer.head("POST", "/take", "Content-Length: " + bytes.length));
            for (int from = 0; from < bytes.length; from += 7001) {
                raw.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 7001)));
            }

            assertThat(raw.answer().body()).isEqualTo("200000 " + text);
            // And the connection goes on.
            raw.send(WireServer.request("POST", "/take", "again".getBytes(StandardCharsets.UTF_8)));
            assertThat(raw.answer().body()).isEqualTo("5 again");
        }
    }

    @Test
    void gzipIsUnpackedMemberByMember() throws IOException {
        byte[] packed = joined(gzip("one "), gzip(""), gzip("two"));

        assertThat(answer(packed, "Content-Encoding: gzip").body()).isEqualTo("7 one two");
        assertThat(answer(packed, "Content-Encoding: X-GZIP").body()).isEqualTo("7 one two");
        assertThat(answer(gzip("x".repeat(WireServer.MOST_BYTES)), "Content-Encoding: gzip")
                        .status())
                .isEqualTo(200);
        assertThat(answer(gzip("x".repeat(WireServer.MOST_BYTES + 1)), "Content-Encoding: gzip")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void brokenGzipIsRefused() throws IOException {
        byte[] whole = gzip("hello, hello, hello");
        server.taken.set(0);

        for (int length = 1; length < whole.length; length++) {
            assertThat(answer(Arrays.copyOf(whole, length), "Content-Encoding: gzip")
                            .status())
                    .as("cut at " + length)
                    .isEqualTo(400);
        }
        assertThat(answer(joined(whole, new byte[] {'x'}), "Content-Encoding: gzip")
                        .status())
                .isEqualTo(400);
        assertThat(answer("{}".getBytes(StandardCharsets.UTF_8), "Content-Encoding: gzip")
                        .status())
                .isEqualTo(400);
        assertThat(server.taken).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "bogus", "chunked"})
    void otherCodingsAreNotSupported(String coding) throws IOException {
        RawHttp.Answer answer = answer("{}".getBytes(StandardCharsets.UTF_8), "Content-Encoding: " + coding);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept-Encoding")).hasValue("gzip");
    }

    @Test
    void codingsInSeveralHeadersAreOneList() throws IOException {
        assertThat(answer(gzip("{}"), "Content-Encoding: gzip", "Content-Encoding: gzip")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void wideEncodingsAreRefusedClearly(String charset) throws IOException {
        for (String text : List.of("[{}]", "{\"id\":\"é\"}", "1")) {
            RawHttp.Answer answer = answer(text.getBytes(Charset.forName(charset)));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("UTF-8");
        }
    }

    @Test
    void aByteOrderMarkIsRefusedClearly() throws IOException {
        assertThat(answer("\ufeff{}".getBytes(StandardCharsets.UTF_8)).body()).contains("byte order mark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus", "utf-16", "\"iso-8859-1\"", "", "%00"})
    void otherCharsetsAreNotSupported(String charset) throws IOException {
        assertThat(answer("{}".getBytes(StandardCharsets.UTF_8), "Content-Type: application/json; charset=" + charset)
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=UTF-8",
                "text/plain;charset=\"us-ascii\"",
                "nonsense"
            })
    void ourCharsetIsTakenUnderEveryMediaType(String type) throws IOException {
        assertThat(answer("{}".getBytes(StandardCharsets.UTF_8), "Content-Type: " + type)
                        .body())
                .isEqualTo("2 {}");
    }

    private static RawHttp.Answer answer(byte[] body, String... headers) throws IOException {
        return RawHttp.exchange(server.port(), WireServer.request("POST", "/take", body, headers));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
