package dev.annals.launcher.command;

import dev.annals.launcher.Problem;
import dev.annals.launcher.service.DataDirectory;
import dev.annals.launcher.service.SkippedRecords;
import dev.annals.processor.index.entry.SourceOffset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code annals view}: mends the view of a data directory while its service is stopped. The log is not touched. */
@Command(
        name = "view",
        description = "The view of the log: rebuild, skip. Annals must not be running with the data directory.",
        synopsisSubcommandLabel = "COMMAND")
final class ViewCommand {
    private final Terminal terminal;

    ViewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "rebuild",
            description =
                    "Remove the indexes. The next `annals up` builds them again from the log, and answers no queries"
                            + " until then.")
    int rebuild(@Mixin DataOption data) {
        try (DataDirectory directory = open(data)) {
            Path view = directory.state().resolve("view");
            boolean there = Files.isDirectory(view);
            remove(view);
            terminal.out()
                    .println(there ? "removed the indexes; `annals up` builds them again" : "there are no indexes yet");
        }
        return 0;
    }

    @Command(
            name = "skip",
            description =
                    "Pass over a record of a log that stopped the view, from the next `annals up` on. Answers are then"
                            + " without it.")
    int skip(
            @Mixin DataOption data,
            @Parameters(
                            paramLabel = "TOPIC-PARTITION@OFFSET",
                            description = "The record, as `annals status` names it: annals.activities-0@17.")
                    String place) {
        SourceOffset record = SkippedRecords.parse(place);
        try (DataDirectory directory = open(data)) {
            SkippedRecords.add(directory, record);
        }
        terminal.out().println("will pass over " + place.strip());
        return 0;
    }

    private DataDirectory open(DataOption data) {
        Path directory = data.directory(terminal.environment());
        if (!Files.isDirectory(directory)) {
            throw new Problem("there is no data directory " + directory.toAbsolutePath() + "; name it with --data");
        }
        return DataDirectory.open(directory);
    }

    private static void remove(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> children = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : children) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new Problem("the indexes in " + directory + " cannot be removed (" + e.getMessage() + ")", e);
        }
    }
}
