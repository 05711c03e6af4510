package dev.annals.dialect.puppet.csv;

import dev.annals.api.Body;
import dev.annals.dialect.puppet.wording.CommitStream;
import dev.annals.dialect.puppet.wording.Noun;
import dev.annals.dialect.puppet.wording.PuppetEvent;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.query.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * Commits as CSV, one row an event, written as they come. RFC 4180 with quotes only where they are needed and a plain line
 * feed at the end of a line, as Puppet writes it. Events of a commit are sorted by description.
 *
 * <p>The objects of a row are those of its event, not all those of its commit: where a commit is about many objects a row
 * must not say that something happened to each of them. For commits that Puppet's own services submit it is the same.
 */
public final class PuppetCsv {
    private static final String MEDIA_TYPE = "text/csv; charset=utf-8";
    private static final List<String> HEADER = List.of(
            "Submit Time",
            "Subject Type",
            "Subject Id",
            "Subject Name",
            "Object Type",
            "Object Id",
            "Object Name",
            "Type",
            "What",
            "Description",
            "Message");
    private static final String ADDRESS = "Ip Address";
    private static final Comparator<PuppetEvent> BY_DESCRIPTION =
            Comparator.comparing(PuppetEvent::description).thenComparing(PuppetEvent::message);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int BUFFER_CHARACTERS = 16 * 1024;

    private PuppetCsv() {}

    /** What a cell holds. */
    public enum Cells {
        /** The text as it was recorded, which is what Puppet writes. */
        PLAIN,
        /** Text that a spreadsheet would take for a formula begins with an apostrophe, so that it does not. */
        SAFE;

        /** What a cell begins with that Excel, LibreOffice and Google Sheets may take for a formula. */
        private static final String FORMULA = "=+-@\t\r";

        private String cell(String text) {
            boolean formula = this == SAFE && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
            return formula ? "'" + text : text;
        }
    }

    /** Version 1: the one object of an event that was asked for, else its first. */
    public static Body v1(CommitStream commits, Cells cells, Predicate<CommitObject> object) {
        return body(HEADER, commits, cells, (row, event) -> {
            row.object(PuppetEvent.theObject(event.objects(), object));
            row.event(event);
            row.end();
        });
    }

    /** Version 2: a row for each object of an event, and the address at the end. */
    public static Body v2(CommitStream commits, Cells cells) {
        List<String> header = new ArrayList<>(HEADER);
        header.add(ADDRESS);
        return body(header, commits, cells, (row, event) -> {
            for (CommitObject object : event.objects()) {
                row.object(object);
                row.event(event);
                row.address();
                row.end();
            }
        });
    }

    private static Body body(List<String> header, CommitStream commits, Cells cells, Rows rows) {
        return new Body(MEDIA_TYPE, out -> write(header, commits, cells, rows, out));
    }

    private static Answer<?> write(List<String> header, CommitStream commits, Cells cells, Rows rows, OutputStream out)
            throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        Text text = new Text(cells);
        text.record(header);
        Answer<Long> total = commits.each((commit, events) -> {
            Row row = new Row(text, commit);
            for (PuppetEvent event : events.size() < 2 ? events : sorted(events)) {
                rows.write(row, event);
                if (text.written.length() > BUFFER_CHARACTERS) {
                    writer.append(text.written);
                    text.written.setLength(0);
                }
            }
        });
        if (total instanceof Answer.Ready<Long>) {
            writer.append(text.written);
            writer.flush();
        }
        return total;
    }

    private static List<PuppetEvent> sorted(List<PuppetEvent> events) {
        return events.stream().sorted(BY_DESCRIPTION).toList();
    }

    /** A time as java.sql.Timestamp prints it: {@code 2019-03-05 18:52:27.76}; zeros at the end dropped, a whole second is {@code .0}. */
    static String time(Instant time) {
        StringBuilder text = new StringBuilder(29);
        SECONDS.formatTo(time, text);
        text.append('.');
        int fractionAt = text.length();
        String micros = Integer.toString(time.get(ChronoField.MICRO_OF_SECOND));
        text.append("0".repeat(6 - micros.length())).append(micros);
        int end = text.length();
        while (end > fractionAt + 1 && text.charAt(end - 1) == '0') {
            end--;
        }
        text.setLength(end);
        return text.toString();
    }

    /** Writes the rows of an event. */
    @FunctionalInterface
    private interface Rows {
        void write(Row row, PuppetEvent event) throws IOException;
    }

    /** Cells as text, for one answer. */
    private static final class Text {
        /** Each answer has its formats: they lock themselves at every cell. */
        private final CSVFormat bare = CSVFormat.RFC4180
                .builder()
                .setRecordSeparator('\n')
                .setQuote(null)
                .get();

        private final CSVFormat quoted = CSVFormat.RFC4180
                .builder()
                .setRecordSeparator('\n')
                .setQuoteMode(QuoteMode.ALL)
                .get();
        private final StringBuilder written = new StringBuilder(2 * BUFFER_CHARACTERS);
        private final Cells cells;

        Text(Cells cells) {
            this.cells = cells;
        }

        void record(List<String> texts) throws IOException {
            for (int i = 0; i < texts.size(); i++) {
                cell(texts.get(i), i == 0, written);
            }
            end();
        }

        // The library's minimal quoting also quotes a text that begins or ends with a space or a #, which Puppet does
        // not.
        void cell(@Nullable String recorded, boolean first, StringBuilder to) throws IOException {
            String text = recorded == null ? "" : cells.cell(recorded);
            (needsQuotes(text) ? quoted : bare).print(text, to, first);
        }

        void end() throws IOException {
            bare.println(written);
        }

        private static boolean needsQuotes(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                    return true;
                }
            }
            return false;
        }
    }

    /** A row in the making; what all rows of a commit begin with is made once. */
    private static final class Row {
        private final Text text;
        private final String beginning;
        private final Commit commit;

        Row(Text text, Commit commit) throws IOException {
            this.text = text;
            this.commit = commit;
            Actor actor = commit.actor();
            StringBuilder made = new StringBuilder();
            text.cell(time(commit.time()), true, made);
            text.cell(actor == null ? null : actor.type(), false, made);
            text.cell(actor == null ? null : actor.id(), false, made);
            text.cell(Noun.subject(actor), false, made);
            beginning = made.toString();
        }

        void object(CommitObject object) throws IOException {
            text.written.append(beginning);
            cell(object.type());
            cell(object.id());
            cell(Noun.name(object.name(), object.id()));
        }

        void event(PuppetEvent event) throws IOException {
            cell(event.type());
            cell(event.what());
            cell(event.description());
            cell(event.message());
        }

        void address() throws IOException {
            cell(commit.ipAddress());
        }

        void end() throws IOException {
            text.end();
        }

        private void cell(@Nullable String recorded) throws IOException {
            text.cell(recorded, false, text.written);
        }
    }
}
