package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jetty refuses by itself is told in the words of whoever owns the path. */
class OddHeadsTest {
    private static WireServer server;

    @BeforeAll
    static void start() {
        server = new WireServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Heads that are not HTTP/1.1, with {@code PATH} for the path. */
    static Stream<String> odd() {
        List<String> heads = new ArrayList<>();
        for (String version : List.of(
                "HTTP/0.8",
                "HTTP/0.9",
                "HTTP/1.2",
                "HTTP/1.10",
                "HTTP/2.0",
                "HTTP/2",
                "HTTP/3.0",
                "HTTP/9.9",
                "HTTP/1",
                "HTTP/",
                "HTTP",
                "HTTP/1.1x",
                "HTTP/x.y",
                "HTTPS/1.1",
                "FTP/1.1",
                "SIP/2.0",
                "1.1",
                "x",
                "HTTP/-1.1",
                "HTTP/1.1 HTTP/1.1")) {
            heads.add("GET PATH " + version + "\r\nHost: x\r\nAccept: text/html\r\n\r\n");
        }
        heads.add("GET PATH HTTP/1.1\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: bogus\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\n: no name\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n");
        heads.add("GET PATH HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(100_000) + "\r\n\r\n");
        heads.add("GET PATH/%00 HTTP/1.1\r\nHost: x\r\n\r\n");
        heads.add("GET PATH/%zz HTTP/1.1\r\nHost: x\r\n\r\n");
        heads.add("GET PATH/.. HTTP/1.1\r\nHost: x:99999\r\n\r\n");
        heads.add("G\u00c4T PATH HTTP/1.1\r\nHost: x\r\n\r\n");
        return heads.stream();
    }

    @ParameterizedTest
    @MethodSource("odd")
    void anOddHeadIsRefusedInTheWordsOfItsPath(String head) throws IOException {
        RawHttp.Answer loud = RawHttp.exchange(server.port(), head.replace("PATH", "/loud/take"));
        RawHttp.Answer own = RawHttp.exchange(server.port(), head.replace("PATH", "/take"));

        assertThat(loud.status()).as(loud.toString()).isBetween(400, 499);
        assertThat(loud.header("Content-Type")).hasValue("text/loud");
        assertThat(loud.body()).isNotEmpty().isEqualTo(loud.body().toUpperCase(java.util.Locale.ROOT));
        assertThat(own.status()).isEqualTo(loud.status());
        assertThat(own.header("Content-Type")).hasValue("application/json");
        assertThat(own.body()).startsWith("{\"detail\":");
    }

    @Test
    void aRequestWithoutAnyPathIsRefusedInOurOwnWords() throws IOException {
        for (String odd : List.of("nonsense\r\n\r\n", "\u0016\u0003\u0001\r\n\r\n", "GET\r\n\r\n", "* * *\r\n\r\n")) {
            RawHttp.Answer answer = RawHttp.exchange(server.port(), odd);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).hasValue("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PUT", "PATCH", "DELETE", "TRACE", "QUERY", "PROPFIND", "BREW", "get", "BEFORE", "A-B", "PRI"})
    void aMethodThatAPathDoesNotHaveIsNotAllowedWhateverItsName(String method) throws IOException {
        RawHttp.Answer loud = answer(method, "/loud/take", "");
        RawHttp.Answer nothing = answer(method, "/loud/nothing", "");

        assertThat(loud.status()).as(loud.toString()).isEqualTo(405);
        assertThat(loud.header("Allow")).hasValue("POST, OPTIONS");
        assertThat(loud.header("Content-Type")).hasValue("text/loud");
        assertThat(loud.body()).contains("METHOD " + method.toUpperCase(java.util.Locale.ROOT));
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.header("Content-Type")).hasValue("text/loud");
    }

    @Test
    void aRefusalMayBeLongerThanWhatIsSentAtOnce() throws IOException {
        String path = "/loud/" + "x".repeat(50_000);

        RawHttp.Answer nothing = answer("GET", path, "");

        assertThat(nothing.status()).as(nothing.head()).isEqualTo(404);
        assertThat(nothing.body()).contains(path.toUpperCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "GET", "BREW", ""})
    void noHeaderMakesAMethodAnother(String override) throws IOException {
        String header = "X-HTTP-Method-Override: " + override + "\r\n";

        assertThat(answer("GET", "/get", header).status()).isEqualTo(200);
        assertThat(answer("POST", "/get", header).status()).isEqualTo(405);
    }

    private static RawHttp.Answer answer(String method, String path, String headers) throws IOException {
        return RawHttp.exchange(
                server.port(),
                method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n" + headers + "\r\n");
    }
}
