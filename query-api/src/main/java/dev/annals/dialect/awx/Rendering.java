package dev.annals.dialect.awx;

import dev.annals.api.Body;
import dev.annals.api.Body.JsonWriter;
import dev.annals.api.Parsed;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.query.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The form that a client wants an answer in: compact JSON, indented JSON, or a page to look at. Chosen by {@code format} or Accept. */
sealed interface Rendering {
    /** The media type of pages. */
    String HTML = "text/html";

    /** More ranges than anybody means. */
    int MOST_RANGES = 100;

    /** The body in this form. */
    Body body(JsonWriter writer);

    /** Compact JSON. */
    record Compact() implements Rendering {
        @Override
        public Body body(JsonWriter writer) {
            return Body.json(writer);
        }
    }

    /** Indented JSON. */
    record Indented(int spaces) implements Rendering {
        @Override
        public Body body(JsonWriter writer) {
            return new Body(Body.JSON, out -> Body.json(writer).writer().writeTo(new JsonIndenter(out, spaces, false)));
        }
    }

    /** A page with the JSON in it, its links to follow. */
    record Page() implements Rendering {
        @Override
        public Body body(JsonWriter writer) {
            return around(Body.json(writer).writer());
        }

        private Body around(Body.Writer json) {
            return new Body("text/html; charset=utf-8", out -> {
                write(
                        out,
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Activity stream</title></head>"
                                + "<body><pre>");
                json.writeTo(new JsonIndenter(out, 4, true));
                write(out, "</pre></body></html>\n");
                return new Answer.Ready<>(true);
            });
        }

        private static void write(OutputStream out, String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the request asks for, or AWX's refusal. */
    static Parsed<Rendering> of(Request request) {
        Optional<String> format = request.query().last("format").filter(name -> !name.isEmpty());
        List<String> types = switch (format.orElse("")) {
            case "" -> List.of(Body.JSON, HTML);
            case "json" -> List.of(Body.JSON);
            case "api" -> List.of(HTML);
            default -> List.of();
        };
        if (types.isEmpty()) {
            return Parsed.refused(AwxErrors.notFound("Not found."));
        }
        String accept = request.header("Accept").orElse("*/*").toLowerCase(Locale.ROOT);
        return acceptable(Arrays.asList(accept.split(",", MOST_RANGES)), types)
                .map(Parsed::of)
                .orElseGet(() ->
                        Parsed.refused(Reply.status(406, Body.detail("Could not satisfy the request Accept header."))));
    }

    /** Whether answers to the request are pages. */
    static boolean isPage(Request request) {
        return of(request) instanceof Parsed.Accepted<Rendering> accepted && accepted.value() instanceof Page;
    }

    /** A page that shows a body of JSON. */
    static Body page(Body json) {
        return new Page().around(out -> json.writer().writeTo(out));
    }

    /** The most specific ranges decide, whatever their quality; among equals JSON goes before a page. */
    private static Optional<Rendering> acceptable(List<String> ranges, List<String> types) {
        for (int specificity = 3; specificity >= 0; specificity--) {
            for (String type : types) {
                for (String range : ranges) {
                    if (specificity(range) == specificity && matches(type, range)) {
                        return Optional.of(type.equals(HTML) ? new Page() : json(range));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(String type, String range) {
        String name = range.split(";", 2)[0].strip();
        return name.equals("*/*") || name.equals(type) || name.equals(type.substring(0, type.indexOf('/')) + "/*");
    }

    private static Rendering json(String range) {
        for (String parameter : range.split(";", -1)) {
            String[] pair = parameter.strip().split("=", 2);
            if (pair[0].equals("indent") && pair.length == 2 && pair[1].matches("\\d{1,2}")) {
                return new Indented(Math.min(8, Integer.parseInt(pair[1])));
            }
        }
        return new Compact();
    }

    private static int specificity(String range) {
        String type = range.split(";", 2)[0].strip();
        boolean parameters = Arrays.stream(range.split(";", -1))
                .skip(1)
                .anyMatch(p -> !p.strip().startsWith("q="));
        return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : parameters ? 3 : 2;
    }
}
