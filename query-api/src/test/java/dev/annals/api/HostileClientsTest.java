package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever some clients do, the others are served. The server has two threads for requests. */
class HostileClientsTest {
    private static final byte[] EVENT = "{}".getBytes(StandardCharsets.UTF_8);

    private WireServer server;
    private final List<RawHttp> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        server = new WireServer();
    }

    @AfterEach
    void stop() throws IOException {
        for (RawHttp client : clients) {
            client.close();
        }
        server.close();
    }

    private RawHttp client(String says) throws IOException {
        RawHttp client = new RawHttp(server.port());
        clients.add(client);
        return client.send(says);
    }

    private void assertServed() throws IOException {
        assertThat(RawHttp.exchange(server.port(), WireServer.request("POST", "/take", EVENT))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/take", "/open", "/get", "/nothing", "/healthz"})
    void bodiesThatNeverComeHoldNoThread(String path) throws IOException {
        for (int i = 0; i < 100; i++) {
            client(WireServer.head("POST", path, "Content-Length: 10000") + "{");
        }

        assertServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/huge"})
    void answersThatNobodyReadsLeaveThreadsForOthers(String path) throws IOException {
        for (int i = 0; i < 8; i++) {
            client(WireServer.head("GET", path).repeat(50));
        }

        assertServed();
    }

    @Test
    void aClientThatTakesNothingIsCutOff() throws IOException {
        RawHttp client = client(WireServer.head("GET", "/huge").repeat(2));

        assertServed();
        // What is in the kernel's buffers can still be read, and it is not the whole.
        assertThat(client.isEnded()).isTrue();
    }

    @Test
    void aHeadThatDoesNotEndIsHungUpOnHoweverSlowlyItsBytesCome() throws Exception {
        RawHttp client = client("GET /get HTTP/1.1\r\nHost: x\r\n");
        boolean ended = false;
        for (int i = 0; i < 200 && !ended; i++) {
            Thread.sleep(50);
            try {
                client.send("X");
            } catch (IOException e) {
                ended = true;
            }
        }

        assertThat(ended).isTrue();
    }

    @Test
    void connectionsThatWaitMakeRoomForOthers() throws Exception {
        for (int i = 0; i < 390; i++) {
            client(i % 2 == 0 ? "" : "GET /ge");
        }

        for (int i = 0; i < 50; i++) {
            client(WireServer.head("GET", "/get"));
            assertServed();
            Thread.sleep(50);
        }
    }

    @Test
    void slowUploadsMakeRoomForQuickOnes() throws IOException {
        // Three times the largest body is what all bodies may hold.
        for (int i = 0; i < 4; i++) {
            client(WireServer.head("POST", "/take", "Content-Length: " + WireServer.MOST_BYTES)
                    + " ".repeat(WireServer.MOST_BYTES - 1));
        }

        assertServed();
        byte[] large = " ".repeat(WireServer.MOST_BYTES).getBytes(StandardCharsets.UTF_8);
        assertThat(RawHttp.exchange(server.port(), WireServer.request("POST", "/take", large))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void healthIsAnsweredWhileEveryThreadIsBusy() throws IOException {
        for (int i = 0; i < 30; i++) {
            client(WireServer.head("GET", "/slow"));
        }

        for (String path : List.of("/healthz", "/readyz", "/metrics")) {
            assertThat(RawHttp.exchange(server.port(), WireServer.head("GET", path))
                            .status())
                    .isEqualTo(200);
        }
        // Ten are worked on or wait, the others were told to come again.
        int refused = 0;
        server.barrier.countDown();
        for (RawHttp client : clients) {
            RawHttp.Answer answer = client.answer();
            assertThat(answer.status()).isIn(200, 503);
            refused += answer.status() == 503 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(20);
    }

    @Test
    void whoIsRefusedBecauseOfTheLoadWaitsForItAndHoldsNoThread() throws IOException {
        long began = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            client(WireServer.head("GET", "/crowded"));
        }
        assertServed();

        for (RawHttp client : clients) {
            RawHttp.Answer refused = client.answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).hasValue("3");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(450));
    }
}
