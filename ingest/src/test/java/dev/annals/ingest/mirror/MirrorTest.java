package dev.annals.ingest.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Limits;
import dev.annals.ingest.bridge.BridgeSettings;
import dev.annals.ingest.mapping.MappingFile;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Json;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MirrorTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private Topics topics;
    private BridgeSettings settings;

    @BeforeEach
    void topics() throws Exception {
        topics = new Topics(KAFKA.newPrefix(), 1);
        settings = new BridgeSettings(KAFKA.bootstrapServers(), topics, Map.of());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topics.changes(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @Test
    void everyRecordComesOnceOverRestartsAndAbsences() throws IOException {
        try (ProductStub awx = new ProductStub(false)) {
            add(awx, 1, 450);
            try (Mirror mirror = mirror(awx, null)) {
                assertThat(mirror.isResumed()).isFalse();
                assertThat(mirror.step()).isEqualTo(200);
            }
            try (Mirror mirror = mirror(awx, null)) {
                assertThat(mirror.isResumed()).isTrue();
                assertThat(mirror.step()).isEqualTo(200);
                awx.away = true;
                assertThatThrownBy(mirror::step).isInstanceOf(ProductAway.class);
                awx.away = false;
                assertThat(mirror.step()).isEqualTo(50);
                assertThat(mirror.step()).isZero();
                add(awx, 451, 452);
                assertThat(mirror.step()).isEqualTo(2);
            }
        }

        assertThat(events().stream().map(ChangeEvent::id))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 452).mapToObj(Long::toString).toList());
    }

    @Test
    void aSecondMirrorOfTheSameNameTakesThePlaceOfTheFirst() throws IOException {
        try (ProductStub awx = new ProductStub(false)) {
            add(awx, 1, 3);
            try (Mirror first = mirror(awx, null);
                    Mirror second = mirror(awx, null)) {
                assertThat(second.step()).isEqualTo(3);
                assertThatThrownBy(first::step).isInstanceOf(org.apache.kafka.common.KafkaException.class);
            }
        }

        assertThat(events()).hasSize(3);
    }

    @Test
    void itBeginsAfterAGivenRecord() throws IOException {
        try (ProductStub awx = new ProductStub(false)) {
            add(awx, 1, 10);
            try (Mirror mirror = mirror(awx, "7")) {
                assertThat(mirror.step()).isEqualTo(3);
            }
        }

        assertThat(events().stream().map(ChangeEvent::id)).containsExactly("8", "9", "10");
    }

    @Test
    void theNewestFirstOfSdElementsBecomeTheOldestFirst() throws IOException {
        try (ProductStub sde = new ProductStub(true)) {
            for (int id = 1; id <= 230; id++) {
                sde.records.add(
                        tree(
                                "{'id':" + id
                                        + ",'name':'CreatedProjectActivity','actor':7,'text':'x','date':'2026-01-31T12:00:00.000001Z','data':{'project':3,'project_desc':'P'},'icon':'createProject','log_level':'create'}"));
            }
            try (Mirror mirror = new Mirror(
                    settings,
                    "sdelements",
                    new SdElementsProduct(sde.api(), "sdelements"),
                    SourceMapping.mirrorOf("sdelements"),
                    null)) {
                assertThat(mirror.step()).isEqualTo(230);
                assertThat(mirror.step()).isZero();
            }
        }

        List<ChangeEvent> events = events();
        assertThat(events.stream().map(ChangeEvent::id).toList().get(229)).isEqualTo("230");
        assertThat(events.get(0).object().type()).isEqualTo("project");
        assertThat(Objects.requireNonNull(events.get(0).presentation()).text()).isEqualTo("x");
    }

    @Test
    void commitsOfPuppetThatAreEqualAreAllThereAndPruningLosesNone() throws IOException {
        try (ProductStub puppet = new ProductStub(false)) {
            String commit =
                    "{'service':'rbac','objects':[{'id':'1','name':'web','type':'node_groups'}],'subject':{'id':'u','name':'ada'},'timestamp':'2026-01-31T12:00:0%dZ','events':[{'message':'m','type':'edit','what':'w','description':'d'},{'message':'n'}]}";
            puppet.records.add(tree(commit.formatted(0)));
            puppet.records.add(tree(commit.formatted(1)));
            puppet.records.add(tree(commit.formatted(1)));
            MirroredProduct product = new PuppetProduct(puppet.api(), "puppet", List.of("classifier", "rbac"));
            try (Mirror mirror = new Mirror(settings, "puppet", product, SourceMapping.mirrorOf("puppet"), null)) {
                assertThat(mirror.step()).isEqualTo(6);
                puppet.records.remove(0);
                puppet.records.add(tree(commit.formatted(1)));
                puppet.records.add(tree(commit.formatted(2)));
                assertThat(mirror.step()).isEqualTo(4);
                assertThat(mirror.step()).isZero();
            }
        }

        assertThat(events().stream().map(ChangeEvent::id).distinct()).hasSize(10);
        assertThat(events()).allSatisfy(event -> assertThat(event.serviceId()).isEqualTo("rbac"));
    }

    @Test
    void aMappingSaysWhatIsSkippedAndWhoseItIs() throws IOException {
        SourceMapping mapping = MappingFile.parse(
                        "test",
                        "sources: [{mirror: awx, tenant: red, rules: [{match: host, skip: true}, {match: user, ignore: [email]}]}]")
                .ofMirror("awx");
        try (ProductStub awx = new ProductStub(false)) {
            awx.records.add(record(1, "host"));
            awx.records.add(record(2, "user"));
            try (Mirror mirror = new Mirror(settings, "awx", new AwxProduct(awx.api(), "awx"), mapping, null)) {
                assertThat(mirror.step()).isEqualTo(2);
            }
        }

        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.tenant()).isEqualTo("red");
            assertThat(Objects.requireNonNull(event.changes()))
                    .extracting(change -> change.field())
                    .containsExactly("id");
        });
    }

    private Mirror mirror(ProductStub awx, String from) {
        return new Mirror(settings, "awx", new AwxProduct(awx.api(), "awx"), SourceMapping.mirrorOf("awx"), from);
    }

    private static void add(ProductStub awx, int from, int to) {
        for (int id = from; id <= to; id++) {
            awx.records.add(record(id, "user"));
        }
    }

    private static ObjectNode record(int id, String type) {
        return tree("{'id':" + id + ",'timestamp':'2024-01-01T06:07:03.123457Z','operation':'create','object1':'" + type
                + "','object2':'','object_association':'','action_node':'awx','changes':{'email':'a@b','id':" + id
                + "},'related':{},'summary_fields':{}}");
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) Json.tree(json.replace('\'', '"'));
        } catch (dev.annals.model.MalformedJson e) {
            throw new AssertionError(e);
        }
    }

    private List<ChangeEvent> events() {
        List<ChangeEvent> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topics.changes(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> events.add(new ChangeAvro(Limits.DEFAULT)
                                .decode(record.value())
                                .orElseThrow()));
            }
        }
        return events;
    }
}
