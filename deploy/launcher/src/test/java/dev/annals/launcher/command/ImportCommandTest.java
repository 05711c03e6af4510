package dev.annals.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.testing.EmbeddedKafka;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    void everyMemberOfAPackedStreamIsTakenFromAPipeThatPauses() throws Exception {
        Path pipe = pipe();
        Thread writer = writing(pipe, out -> {
            for (int member = 0; member < 3; member++) {
                out.write(gzip(event("m" + member) + "\n"));
                out.flush();
                // Nothing is available when the reader comes to the end of the member.
                Thread.sleep(200);
            }
        });

        CommandLineRun run = importing(pipe.toString());

        writer.join();
        assertThat(run).isEqualTo(new CommandLineRun(0, "imported 3\n", ""));
        assertThat(log()).containsExactly(event("m0"), event("m1"), event("m2"));
    }

    @Test
    void aPipeIsReadAsAFile() throws Exception {
        Path pipe = pipe();
        Thread writer = writing(pipe, out -> out.write((event("a") + "\n").getBytes(StandardCharsets.UTF_8)));

        assertThat(importing(pipe.toString())).isEqualTo(new CommandLineRun(0, "imported 1\n", ""));
        writer.join();
    }

    @Test
    void whatFollowsAPackedMemberAndIsNoneIsSaidWithItsPosition() throws Exception {
        byte[] member = gzip(event("a") + "\n");
        Path file = directory.resolve("events.gz");
        Files.write(file, member);
        Files.writeString(file, event("b") + "\n", java.nio.file.StandardOpenOption.APPEND);

        CommandLineRun run = importing(file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("imported 1\n");
        assertThat(run.err())
                .startsWith(file + ":2: cannot be read from here on")
                .contains("byte " + member.length + ", after a whole gzip member");
    }

    @Test
    void onlyTheFirstHundredBadLinesAreShown() throws Exception {
        Path file = write("events.ndjson", "bad\n".repeat(1_234) + event("a"));

        CommandLineRun run = importing(file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("imported 1\n");
        assertThat(run.err().lines()).hasSize(101);
        assertThat(run.err()).endsWith("annals: 1,134 more lines were refused; only the first 100 are shown\n");
    }

    @Test
    void aDirectoryThatBelongsToAnotherKafkaFeedsNobody() throws Exception {
        Path file = write("events.ndjson", event("a"));
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("log.properties"), "cluster=another\ntopic-prefix=" + prefix + "\n");
        // What a service that was killed leaves behind, after which this Kafka got its port.
        Files.writeString(
                data.resolve("running.properties"),
                "url=http://127.0.0.1:1\nbootstrap=" + KAFKA.bootstrapServers() + "\nprocess=1\n");

        CommandLineRun run = CommandLineRun.of("import", file.toString(), "--data", data.toString());
        CommandLineRun named = CommandLineRun.of(
                "import", file.toString(), "--data", data.toString(), "--bootstrap", KAFKA.bootstrapServers());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("is that of another Annals").contains("nothing was sent");
        assertThat(named.status()).isEqualTo(1);
        assertThat(named.err()).contains("is that of another Annals");
        assertThat(log()).isEmpty();
    }

    @Test
    void aDirectoryWhereNothingRunsFeedsNobodyWhateverTheEnvironmentSays() throws Exception {
        Path file = write("events.ndjson", event("a"));
        String none = directory.resolve("none").toString();

        CommandLineRun flag = CommandLineRun.of(
                Map.of("ANNALS_BOOTSTRAP", KAFKA.bootstrapServers()),
                "",
                "import",
                file.toString(),
                "--data",
                none,
                "--topic-prefix",
                prefix);
        CommandLineRun variable = CommandLineRun.of(Map.of("ANNALS_DATA", none), "", "import", file.toString());

        assertThat(flag.status()).isEqualTo(1);
        assertThat(flag.err()).contains("no Annals runs with the data directory " + none);
        assertThat(variable.err()).contains("no Annals runs with the data directory " + none);
        assertThat(log()).isEmpty();
    }

    @Test
    void theDirectoryOfTheServiceSaysWhereAndUnderWhichPrefix() throws Exception {
        Path file = write("events.ndjson", event("a"));
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("log.properties"), "cluster=" + cluster() + "\ntopic-prefix=" + prefix + "\n");
        Files.writeString(
                data.resolve("running.properties"),
                "url=http://127.0.0.1:1\nbootstrap=" + KAFKA.bootstrapServers() + "\nprocess=1\n");

        CommandLineRun run = CommandLineRun.of("import", file.toString(), "--data", data.toString());
        CommandLineRun other =
                CommandLineRun.of("import", file.toString(), "--data", data.toString(), "--topic-prefix", "another");

        assertThat(run).isEqualTo(new CommandLineRun(0, "imported 1\n", ""));
        assertThat(other.err()).contains("--topic-prefix another is not that of the data directory");
        assertThat(log()).containsExactly(event("a"));
    }

    @Test
    void anInterruptedImportSaysHowManyWereTakenAndThatRepeatingIsSafe() throws Exception {
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.annals.launcher.Annals",
                        "import",
                        "-",
                        "--bootstrap",
                        KAFKA.bootstrapServers(),
                        "--topic-prefix",
                        prefix)
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().write((event("a") + "\n" + event("b") + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        await().atMost(Duration.ofMinutes(1)).until(() -> log().size() == 2);

        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                .start()
                .waitFor();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(Files.readString(errors))
                .startsWith("annals: interrupted; the log took 2 events.")
                .contains("run the same import again");
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
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

    @FunctionalInterface
    private interface Writer {
        void write(OutputStream out) throws Exception;
    }

    private Path pipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static Thread writing(Path pipe, Writer writer) {
        Thread thread = new Thread(() -> {
            try (OutputStream out = new FileOutputStream(pipe.toFile())) {
                writer.write(out);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static String cluster() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
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
