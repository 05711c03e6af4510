package dev.annals.launcher.command;

import dev.annals.codec.Limits;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.PublisherSettings;
import dev.annals.launcher.config.UpSettings;
import dev.annals.launcher.importing.EventFile;
import dev.annals.launcher.importing.Importer;
import dev.annals.launcher.importing.Progress;
import java.nio.file.Path;
import java.time.Duration;
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
@Command(name = "import", description = "Send change events from NDJSON files, packed with gzip or not, to the log.")
final class ImportCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    /** How long an interrupted import waits for what is on its way. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Terminal terminal;

    @Mixin
    private final DataOption data = new DataOption();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "One event a line; - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description =
                    "The Kafka to send to (default: that of the service that runs with --data, ANNALS_BOOTSTRAP, that of the"
                            + " service that runs with the default data directory, or 127.0.0.1:9092).")
    private @Nullable String bootstrap;

    @Option(
            names = "--topic-prefix",
            paramLabel = "NAME",
            description = "What the names of the topics begin with (default: that of the service, or annals).")
    private @Nullable String prefix;

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
        ImportTarget target = ImportTarget.of(data, terminal.environment(), bootstrap, prefix);
        Map<String, String> client = kafkaProperties == null ? Map.of() : UpSettings.kafkaProperties(kafkaProperties);
        target.require(client);
        long size = sources.stream().allMatch(file -> file.bytes() >= 0)
                ? sources.stream().mapToLong(EventFile::bytes).sum()
                : -1;
        Optional<ProgressBar> bar =
                terminal.interactive() ? Optional.of(new ProgressBar(terminal.err(), size)) : Optional.empty();
        RefusedLines refused = new RefusedLines(terminal.err());
        try (ChangePublisher publisher = new ChangePublisher(
                PublisherSettings.bulk(target.bootstrap(), target.topic()).overriding(client))) {
            Importer importer = new Importer(
                    publisher,
                    Limits.DEFAULT,
                    (file, line, reason) -> {
                        bar.ifPresent(ProgressBar::clear);
                        refused.refused(file, line, reason);
                    },
                    bar.<Progress>map(shown -> shown).orElse(Progress.NONE));
            Interruption interruption = Interruption.tells(() -> interrupted(importer, bar, refused));
            try {
                sources.forEach(importer::send);
                importer.finish();
            } finally {
                interruption.forget();
            }
            if (importer.isStopped()) {
                return 1;
            }
            bar.ifPresent(ProgressBar::clear);
            refused.finish();
            terminal.out().println("imported " + importer.imported());
            return importer.refused() == 0 ? 0 : 1;
        }
    }

    private void interrupted(Importer importer, Optional<ProgressBar> bar, RefusedLines refused) {
        long taken = importer.stop(LAST_WORDS);
        bar.ifPresent(ProgressBar::clear);
        refused.finish();
        terminal.err()
                .println("annals: interrupted; the log took " + taken
                        + " events. To go on, run the same import again: events that the log has are recognised for"
                        + " as long as --deduplication-horizon says (24h if it is not set), and are not doubled");
    }

    private EventFile source(String file) {
        return file.equals(STANDARD_INPUT)
                ? EventFile.of("standard input", terminal.in())
                : EventFile.of(Path.of(file));
    }
}
