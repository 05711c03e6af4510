package dev.annals.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.testing.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangePublisherTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final int PARTITIONS = 4;
    private static final int ROUNDS = 6;
    private static final int EVENTS = 4_000;

    /** A topic is there a moment before its partitions answer. What is sent in that moment must neither hang nor be overtaken. */
    @Test
    void eventsSentAsSoonAsTheTopicIsMadeArriveInTheirOrder() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            for (int round = 0; round < ROUNDS; round++) {
                String topic = KAFKA.newPrefix() + ".changes";
                // The others keep the broker busy, which makes the moment longer.
                List<NewTopic> topics = IntStream.range(0, 4)
                        .mapToObj(i -> new NewTopic(i == 0 ? topic : topic + i, PARTITIONS, (short) 1))
                        .toList();
                admin.createTopics(topics).all().get();
                PublisherSettings settings = new PublisherSettings(
                        KAFKA.bootstrapServers(), topic, Duration.ofMillis(5), Duration.ofSeconds(20), 1 << 24);
                try (ChangePublisher publisher = new ChangePublisher(settings)) {
                    assertInOrder(publish(publisher));
                }
            }
        }
    }

    private static List<CompletableFuture<LogPosition>> publish(ChangePublisher publisher) throws InterruptedException {
        byte[] event = "x".repeat(200).getBytes(StandardCharsets.UTF_8);
        List<CompletableFuture<LogPosition>> sent = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            sent.add(publisher.publish("tenant-" + i % 7, event));
            if (i % 200 == 0) {
                Thread.sleep(1);
            }
        }
        return sent;
    }

    private static void assertInOrder(List<CompletableFuture<LogPosition>> sent) {
        Map<Integer, Long> next = new HashMap<>();
        for (CompletableFuture<LogPosition> future : sent) {
            LogPosition position = future.join();
            assertThat(position.offset()).isEqualTo(next.merge(position.partition(), 1L, Long::sum) - 1);
        }
    }
}
