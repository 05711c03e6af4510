package dev.annals.launcher.service;

import dev.annals.launcher.Problem;
import dev.annals.processor.index.entry.SourceOffset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The records that the view passes over because somebody decided so: one line {@code TOPIC-PARTITION@OFFSET} each, in a file beside
 * the state, since a view that is built again must pass over them, too.
 */
public final class SkippedRecords {
    private static final Pattern PLACE = Pattern.compile("([A-Za-z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})");

    private SkippedRecords() {}

    /** The record at a place such as {@code annals.activities-0@17}. Fails with {@link Problem}. */
    public static SourceOffset parse(String place) {
        Matcher matcher = PLACE.matcher(place.strip());
        if (!matcher.matches()) {
            throw new Problem("'" + place + "' is no place of a record (expected: TOPIC-PARTITION@OFFSET, such as"
                    + " annals.activities-0@17; `annals status` shows where the view has stopped)");
        }
        return new SourceOffset(matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    /** The records that are passed over. Fails with {@link Problem}. */
    static Set<SourceOffset> in(DataDirectory directory) {
        Set<SourceOffset> records = new LinkedHashSet<>();
        try {
            for (String line : Files.readAllLines(file(directory), StandardCharsets.UTF_8)) {
                if (!line.isBlank()) {
                    records.add(parse(line));
                }
            }
            return records;
        } catch (NoSuchFileException e) {
            return records;
        } catch (IOException e) {
            throw new Problem("the list of skipped records " + file(directory) + " cannot be read", e);
        }
    }

    /** Has the view pass over one more record from its next start on. */
    public static void add(DataDirectory directory, SourceOffset record) {
        try {
            Files.writeString(
                    file(directory),
                    record.topic() + "-" + record.partition() + "@" + record.offset() + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new Problem("the list of skipped records " + file(directory) + " cannot be written", e);
        }
    }

    private static Path file(DataDirectory directory) {
        return directory.skippedRecords();
    }
}
