package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.query.Answer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A body that no endpoint reads may arrive after its headers, while the answer is being written. */
class UnreadBodyTest {
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = new ApiServer(
                        ApiSettings.local(0),
                        token -> Optional.of(Caller.of("reader", null, Role.ADMIN)),
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(),
                        List.of(routes -> routes.add(Route.post("/ignoring", request -> Reply.ok(Body.empty())))),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aSmallBodyThatComesLateDoesNotEndTheConnection() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, head(2));
            // The endpoint is long done when the body comes.
            Thread.sleep(200);
            send(socket, "{}");
            List<String> first = answer(socket);
            send(socket, head(2) + "{}");

            assertThat(first).first().asString().contains(" 200 ");
            assertThat(first).noneMatch(line -> line.equalsIgnoreCase("Connection: close"));
            assertThat(answer(socket)).first().asString().contains(" 200 ");
        }
    }

    @Test
    void aLargeBodyThatNobodyReadsEndsTheConnectionAndTheAnswerSaysSo() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, head(10_000_000) + "x".repeat(100_000));

            assertThat(answer(socket)).anyMatch(line -> line.equalsIgnoreCase("Connection: close"));
        }
    }

    @Test
    void aClientThatWaitsIsAskedForABodyThatMayBeRead() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, head(2).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));

            assertThat(answer(socket)).first().asString().contains(" 100 ");
            send(socket, "{}");
            assertThat(answer(socket)).first().asString().contains(" 200 ");
        }
    }

    @Test
    void aClientThatWaitsIsNotAskedForABodyThatIsRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, head(10_000_000).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));

            assertThat(answer(socket)).first().asString().contains(" 413 ");
        }
    }

    private static String head(int length) {
        return "POST /ignoring HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Status line and headers; there is no body. */
    private static List<String> answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("the connection ended after: " + head).isNotNegative();
            head.append((char) next);
        }
        return List.of(head.toString().split("\r\n"));
    }
}
