package dev.annals.launcher.command;

import dev.annals.codec.Limits;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.PublisherSettings;
import dev.annals.launcher.config.UpSettings;
import dev.annals.launcher.importing.EventFile;
import dev.annals.launcher.importing.Importer;
import dev.annals.launcher.importing.Progress;
import dev.annals.launcher.service.KafkaAnswers;
import dev.annals.launcher.service.Running;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code annals import}: change events from NDJSON files into the log. */
@Command(
        name = "import",
        description = "Change events from NDJSON files (packed with gzip or not) to the changes topic.")
final class ImportCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;

    @Mixin
    private final DataOption data = new DataOption();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "One event a line; - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description =
                    "The Kafka to send to (default: ANNALS_BOOTSTRAP, or that of the service that runs with the data"
                            + " directory, or 127.0.0.1:9092).")
    private @Nullable String bootstrap;

    @Option(
            names = "--topic-prefix",
            paramLabel = "NAME",
            description = "What the names of the topics begin with (default: annals).",
            defaultValue = "annals")
    private String prefix = "annals";

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "Further settings for the Kafka client, such as security.protocol and sasl.*.")
    private @Nullable Path kafkaProperties;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<EventFile> sources = files.stream().map(this::source).toList();
        String kafka = kafka();
        String topic = new Topics(prefix, Topics.DEFAULT.partitions()).changes();
        Map<String, String> client = kafkaProperties == null ? Map.of() : UpSettings.kafkaProperties(kafkaProperties);
        KafkaAnswers.requireTopic(kafka, client, topic);
        long size = sources.stream().allMatch(file -> file.bytes() >= 0)
                ? sources.stream().mapToLong(EventFile::bytes).sum()
                : -1;
        Optional<ProgressBar> bar =
                terminal.interactive() ? Optional.of(new ProgressBar(terminal.err(), size)) : Optional.empty();
        try (ChangePublisher publisher =
                new ChangePublisher(PublisherSettings.bulk(kafka, topic).overriding(client))) {
            Importer importer = new Importer(
                    publisher,
                    Limits.DEFAULT,
                    (file, line, reason) -> report(bar, file, line, reason),
                    bar.<Progress>map(shown -> shown).orElse(Progress.NONE));
            sources.forEach(importer::send);
            importer.finish();
            bar.ifPresent(ProgressBar::clear);
            terminal.out().println("imported " + importer.imported());
            return importer.refused() == 0 ? 0 : 1;
        }
    }

    private void report(Optional<ProgressBar> bar, String file, long line, String reason) {
        bar.ifPresent(ProgressBar::clear);
        terminal.err().println(file + ":" + line + ": " + reason);
    }

    private EventFile source(String file) {
        return file.equals(STANDARD_INPUT)
                ? EventFile.of("standard input", terminal.in())
                : EventFile.of(Path.of(file));
    }

    private String kafka() {
        return Optional.ofNullable(bootstrap)
                .or(() -> Optional.ofNullable(terminal.environment().get("ANNALS_BOOTSTRAP"))
                        .filter(value -> !value.isBlank()))
                .or(() -> Running.in(data.directory(terminal.environment())).map(Running::bootstrap))
                .orElse("127.0.0.1:9092");
    }
}
