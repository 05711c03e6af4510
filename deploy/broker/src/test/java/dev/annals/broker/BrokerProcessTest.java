package dev.annals.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessTest {

    @TempDir
    private Path directory;

    @Test
    void aKilledBrokerComesBackOnItsPortWithItsLog() {
        try (BrokerProcess broker = start(0);
                Conversation kafka = new Conversation(broker.bootstrapServers())) {
            kafka.say("before");
            long killed = broker.pid();
            int port = broker.port();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofMinutes(1)).until(() -> broker.restarts() == 1);
            assertThat(broker.pid()).isNotEqualTo(killed);
            assertThat(broker.port()).isEqualTo(port);
            // The same clients: they have to find the new broker by themselves.
            kafka.say("after");
            assertThat(kafka.hear(2)).containsExactly("before", "after");
        }
    }

    @Test
    void aStoppedBrokerLeavesNoProcessAndStartsAgainWithItsLog() throws Exception {
        long first;
        try (BrokerProcess broker = start(0);
                Conversation kafka = new Conversation(broker.bootstrapServers())) {
            kafka.say("kept");
            first = broker.pid();
        }
        assertThat(ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();

        try (BrokerProcess broker = start(0);
                Conversation kafka = new Conversation(broker.bootstrapServers())) {
            assertThat(kafka.hear(1)).containsExactly("kept");
        }
    }

    @Test
    void aBrokerWhoseParentIsGoneEndsByItself() throws Exception {
        Process child = new ProcessBuilder(jvm().command(new BrokerSettings(directory.resolve("kafka"), 0))).start();
        try {
            assertThat(child.inputReader().readLine()).startsWith(BrokerMain.READY);

            // What the kernel does to the pipe of a killed parent.
            child.getOutputStream().close();

            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aNewBrokerWaitsForAnOrphanToLetGoOfTheDirectory() throws Exception {
        Process orphan = new ProcessBuilder(jvm().command(new BrokerSettings(directory.resolve("kafka"), 0))).start();
        assertThat(orphan.inputReader().readLine()).startsWith(BrokerMain.READY);
        orphan.getOutputStream().close();

        try (BrokerProcess broker = start(0)) {
            assertThat(broker.restarts()).isZero();
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void aTakenPortIsNamedWithWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(BrokerFailed.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("choose another");
        }
    }

    private BrokerProcess start(int port) {
        return BrokerProcess.start(new BrokerSettings(directory.resolve("kafka"), port), jvm());
    }

    private BrokerJvm jvm() {
        return BrokerJvm.likeThisOne(directory.resolve("logs"));
    }
}
