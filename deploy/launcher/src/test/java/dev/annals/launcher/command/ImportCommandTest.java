package dev.annals.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.testing.EmbeddedKafka;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    @TempDir
    private Path directory;

    private final String prefix = KAFKA.newPrefix();

    @BeforeEach
    void topic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(prefix + ".changes", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @Test
    void goodLinesGoInAsTheyAreAndTheirCountIsTheLastWord() throws Exception {
        Path file = write("events.ndjson", event("a") + "\r\n\n" + event("b"));

        CommandLineRun run = importing(file.toString());

        assertThat(run).isEqualTo(new CommandLineRun(0, "imported 2\n", ""));
        assertThat(log()).containsExactly(event("a"), event("b"));
    }

    @Test
    void aMalformedLineIsNamedAndTheRestGoesOn() throws Exception {
        Path file =
                write("events.ndjson", event("a") + "\n{\"id\":\n" + event("b") + "\n{\"id\":\"x\",\"colour\":1}\n");

        CommandLineRun run = importing(file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("imported 2\n");
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err()).contains(file + ":2: ").contains(file + ":4: ").contains("colour");
        assertThat(log()).containsExactly(event("a"), event("b"));
    }

    @Test
    void aLineOverTheLimitIsNamedAndNotKept() throws Exception {
        Path file = write("events.ndjson", event("a") + "\n" + "x".repeat(3_000_000) + "\n" + event("b") + "\n");

        CommandLineRun run = importing(file.toString());

        assertThat(run.err()).isEqualTo(file + ":2: longer than 1048576 bytes (expected: at most that)\n");
        assertThat(log()).hasSize(2);
    }

    @Test
    void packedFilesAreUnpackedWhateverTheirName() throws Exception {
        Path file = directory.resolve("events.data");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((event("a") + "\n" + event("b") + "\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(importing(file.toString()).out()).isEqualTo("imported 2\n");
    }

    @Test
    void aPackedFileThatWasCutOffIsSaid() throws Exception {
        Path whole = directory.resolve("whole.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write((event("a") + "\n").getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut.gz"), java.util.Arrays.copyOf(bytes, bytes.length - 12));

        CommandLineRun run = importing(cut.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("cut off");
    }

    @Test
    void standardInputIsADash() {
        CommandLineRun run = CommandLineRun.of(
                Map.of("ANNALS_BOOTSTRAP", KAFKA.bootstrapServers()),
                event("a") + "\nbroken\n",
                "import",
                "-",
                "--topic-prefix",
                prefix);

        assertThat(run.out()).isEqualTo("imported 1\n");
        assertThat(run.err()).startsWith("standard input:2: ");
    }

    @Test
    void aMissingFileEndsItBeforeAnythingIsSent() throws Exception {
        Path file = write("events.ndjson", event("a"));

        CommandLineRun run =
                importing(file.toString(), directory.resolve("none").toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("none cannot be read");
        assertThat(log()).isEmpty();
    }

    @Test
    void aKafkaWithoutTheTopicIsSaid() throws Exception {
        Path file = write("events.ndjson", event("a"));

        CommandLineRun run = CommandLineRun.of(
                "import", file.toString(), "--bootstrap", KAFKA.bootstrapServers(), "--topic-prefix", "nobody");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("no topic nobody.changes");
    }

    private CommandLineRun importing(String... files) {
        List<String> line = new ArrayList<>(List.of("import"));
        line.addAll(List.of(files));
        line.addAll(List.of("--bootstrap", KAFKA.bootstrapServers(), "--topic-prefix", prefix));
        return CommandLineRun.of(line.toArray(String[]::new));
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String event(String id) {
        return "{\"id\":\"" + id + "\",\"source\":\"test\",\"time\":\"2025-01-01T00:00:00Z\","
                + "\"object\":{\"type\":\"team\",\"id\":\"1\"},\"after\":{\"n\":1}}";
    }

    private List<String> log() {
        TopicPartition partition = new TopicPartition(prefix + ".changes", 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
