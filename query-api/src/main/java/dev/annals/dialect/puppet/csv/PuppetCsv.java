package dev.annals.dialect.puppet.csv;

import dev.annals.api.Body;
import dev.annals.dialect.puppet.PuppetParameters;
import dev.annals.dialect.puppet.PuppetRefusal;
import dev.annals.dialect.puppet.PuppetTime;
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
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Commits as CSV, one row an event, written as they come. RFC 4180 with quotes only where they are needed and a plain line
 * feed at the end of a line, as Puppet writes it. Events of a commit are sorted by description.
 *
 * <p>The objects of a row are those of its event, not all those of its commit: where a commit is about many objects a row
 * must not say that something happened to each of them. For commits that Puppet's own services submit it is the same.
 */
public final class PuppetCsv {
    private static final String MEDIA_TYPE = "text/csv; charset=utf-8";
    private static final String HEADER = "Submit Time,Subject Type,Subject Id,Subject Name,Object Type,Object Id,"
            + "Object Name,Type,What,Description,Message";
    private static final Comparator<PuppetEvent> BY_DESCRIPTION =
            Comparator.comparing(PuppetEvent::description).thenComparing(PuppetEvent::message);
    /** What a cell begins with that Excel, LibreOffice and Google Sheets may take for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private static final int BUFFER_CHARACTERS = 16 * 1024;

    private PuppetCsv() {}

    /** What a cell holds. */
    public enum Cells {
        /** The text as it was recorded, which is what Puppet writes. */
        PLAIN,
        /** Text that a spreadsheet would take for a formula begins with an apostrophe, so that it does not. */
        SAFE;

        /** What the parameter {@code safe} chooses; {@link #PLAIN} if it is not there. */
        public static Cells of(PuppetParameters parameters) throws PuppetRefusal {
            String value = parameters.single("safe").orElse("0");
            return switch (value) {
                case "1", "true" -> SAFE;
                case "0", "false" -> PLAIN;
                default ->
                    throw PuppetRefusal.schemaViolation(
                            value, "{safe: 0 or 1}", "safe is '" + value + "' (expected: 0 or 1).");
            };
        }

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
        return body(HEADER + ",Ip Address", commits, cells, (row, event) -> {
            for (CommitObject object : event.objects()) {
                row.object(object);
                row.event(event);
                row.address();
                row.end();
            }
        });
    }

    private static Body body(String header, CommitStream commits, Cells cells, Rows rows) {
        return new Body(MEDIA_TYPE, out -> write(header, commits, cells, rows, out));
    }

    private static Answer<?> write(String header, CommitStream commits, Cells cells, Rows rows, OutputStream out)
            throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        StringBuilder buffer = new StringBuilder();
        buffer.append(header).append('\n');
        Answer<Long> total = commits.each((commit, events) -> {
            Row row = new Row(buffer, cells, commit);
            for (PuppetEvent event : events.size() < 2 ? events : sorted(events)) {
                rows.write(row, event);
                if (buffer.length() > BUFFER_CHARACTERS) {
                    writer.append(buffer);
                    buffer.setLength(0);
                }
            }
        });
        if (total instanceof Answer.Ready<Long>) {
            writer.append(buffer);
            writer.flush();
        }
        return total;
    }

    private static List<PuppetEvent> sorted(List<PuppetEvent> events) {
        return events.stream().sorted(BY_DESCRIPTION).toList();
    }

    /** Writes the rows of an event. */
    @FunctionalInterface
    private interface Rows {
        void write(Row row, PuppetEvent event);
    }

    /** A row in the making; what all rows of a commit begin with is made once. */
    private static final class Row {
        private final StringBuilder text;
        private final Cells cells;
        private final String beginning;
        private final Commit commit;

        Row(StringBuilder text, Cells cells, Commit commit) {
            this.text = text;
            this.cells = cells;
            this.commit = commit;
            Actor actor = commit.actor();
            StringBuilder made = new StringBuilder(PuppetTime.csv(commit.time())).append(',');
            append(made, actor == null ? "" : actor.type());
            append(made.append(','), actor == null ? "" : actor.id());
            append(made.append(','), Noun.subject(actor));
            beginning = made.toString();
        }

        void object(CommitObject object) {
            text.append(beginning).append(',');
            append(text, object.type());
            append(text.append(','), object.id());
            append(text.append(','), Noun.name(object.name(), object.id()));
        }

        void event(PuppetEvent event) {
            append(text.append(','), event.type());
            append(text.append(','), event.what());
            append(text.append(','), event.description());
            append(text.append(','), event.message());
        }

        void address() {
            append(text.append(','), commit.ipAddress() == null ? "" : commit.ipAddress());
        }

        void end() {
            text.append('\n');
        }

        private void append(StringBuilder to, String recorded) {
            String field = cells.cell(recorded);
            boolean quoted = false;
            for (int i = 0; i < field.length() && !quoted; i++) {
                char c = field.charAt(i);
                quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
            }
            if (quoted) {
                to.append('"').append(field.replace("\"", "\"\"")).append('"');
            } else {
                to.append(field);
            }
        }
    }
}
