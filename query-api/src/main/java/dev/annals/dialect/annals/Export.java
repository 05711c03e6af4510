package dev.annals.dialect.annals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.annals.api.Body;
import dev.annals.query.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Everything that matches, one record after the other in constant memory. */
enum Export {
    /** One JSON object a line. */
    NDJSON("application/x-ndjson") {
        @Override
        <T> Body body(Source<T> source, AnnalsView<T> view, boolean safe) {
            return new Body(mediaType(), out -> {
                JsonGenerator json = JSON.createGenerator(out);
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
                Answer<Long> written = each(source, record -> view.write(record, json));
                if (written instanceof Answer.Ready<Long> ready) {
                    if (ready.value() > 0) {
                        json.writeRaw('\n');
                    }
                    json.flush();
                }
                return written;
            });
        }
    },
    /** RFC 4180 with a head line: one column a member, texts as they are and all else as JSON. */
    CSV("text/csv") {
        @Override
        <T> Body body(Source<T> source, AnnalsView<T> view, boolean safe) {
            return new Body(mediaType() + "; charset=utf-8", out -> csv(source, view, safe, out));
        }
    };

    private static final JsonFactory JSON = new JsonFactory();

    /** What a cell begins with that Excel, LibreOffice and Google Sheets may take for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private final String mediaType;

    Export(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * The body of an export.
     *
     * @param safe whether a cell that a spreadsheet would take for a formula begins with an apostrophe
     */
    abstract <T> Body body(Source<T> source, AnnalsView<T> view, boolean safe);

    /** Gives every record to a consumer; how many there are. */
    @FunctionalInterface
    interface Source<T> {
        Answer<Long> each(Consumer<T> consumer);
    }

    /** Writes one record. */
    @FunctionalInterface
    private interface Writing<T> {
        void write(T record) throws IOException;
    }

    private static <T> Answer<Long> each(Source<T> source, Writing<T> writing) throws IOException {
        try {
            return source.each(record -> {
                try {
                    writing.write(record);
                } catch (IOException e) {
                    throw new UncheckedIOException("the client is gone", e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
    }

    private static <T> Answer<Long> csv(Source<T> source, AnnalsView<T> view, boolean safe, OutputStream out)
            throws IOException {
        OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180);
        printer.printRecord(view.members().keySet());
        Answer<Long> written = each(source, record -> {
            List<String> cells = new ArrayList<>();
            for (AnnalsView.Member<T> member : view.members().values()) {
                String cell = cell(record, member);
                boolean formula = safe && !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
                cells.add(formula ? "'" + cell : cell);
            }
            printer.printRecord(cells);
        });
        if (written instanceof Answer.Ready<Long>) {
            printer.flush();
        }
        return written;
    }

    /** What a member writes, without its name and the quotes of a text. */
    private static <T> String cell(T record, AnnalsView.Member<T> member) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            member.write(record, json);
            json.writeEndObject();
        }
        return CellText.of(text.toString());
    }
}
