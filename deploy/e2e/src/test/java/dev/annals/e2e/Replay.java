package dev.annals.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.epoch.RedactionKeys;
import dev.annals.processor.epoch.EpochScan;
import dev.annals.processor.topology.ChangeStreamsConfig;
import dev.annals.processor.topology.ChangeTopology;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionKeyFile;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.KafkaStreams;

/** The log of changes, read once more from its beginning into topics of another prefix. */
final class Replay {
    private Replay() {}

    /** What comes of it is, byte for byte, what the service has made of it, with its ticks and whatever crashes it had. */
    static void assertSame(RunningAnnals annals, CommittedLog log, Topics topics) throws Exception {
        String bootstrap = annals.bootstrap();
        Topics again = new Topics("again", topics.partitions());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<NewTopic> definitions = again.definitions().stream()
                    .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                    .toList();
            admin.createTopics(definitions).all().get();
        }
        List<RedactionKey> held = RedactionKeyFile.read(annals.data().resolve("redaction.key"));
        RedactionKeys keys = () -> held;
        ChangeTopology topology =
                ChangeTopology.replaying(topics, again, keys, new EpochScan(bootstrap, Map.of(), topics, keys));
        Path state = annals.data().resolveSibling("replay");
        ChangeStreamsConfig config = ChangeStreamsConfig.of("again", bootstrap, state, "1");
        try (KafkaStreams streams = topology.with(config)) {
            streams.start();
            CommittedLog replayed = await().atMost(RunningAnnals.PATIENCE)
                    .until(
                            () -> CommittedLog.read(bootstrap, again),
                            read -> read.activities().size() >= log.activities().size()
                                    && read.members() >= log.members());
            assertThat(replayed.bytes()).isEqualTo(log.bytes());
        }
    }
}
