package dev.annals.dialect.awx;

import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.annals.api.Body;
import dev.annals.api.Body.JsonWriter;
import dev.annals.api.Parsed;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.model.Json;
import dev.annals.query.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The form that a client wants an answer in: compact JSON, indented JSON, or a page to look at. Chosen by {@code format} or Accept. */
sealed interface Rendering {
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
            return new Body(Body.JSON, out -> {
                out.write(indented(writer, spaces));
                return new Answer.Ready<>(true);
            });
        }
    }

    /** A page with the JSON in it, its links to follow. */
    record Page() implements Rendering {
        @Override
        public Body body(JsonWriter writer) {
            return new Body("text/html; charset=utf-8", out -> {
                String text = new String(indented(writer, 4), StandardCharsets.UTF_8);
                String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
                String linked = escaped.replaceAll("\"(/api/[^\"\\\\]*)\"", "\"<a href=\"$1\">$1</a>\"");
                write(
                        out,
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Activity stream</title></head>"
                                + "<body><pre>");
                write(out, linked);
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
        if (format.isPresent()) {
            return switch (format.get()) {
                case "json" -> Parsed.of(new Compact());
                case "api" -> Parsed.of(new Page());
                default -> Parsed.refused(Refusals.notFound("Not found."));
            };
        }
        String accept = request.header("Accept").orElse("*/*").toLowerCase(Locale.ROOT);
        List<String> ranges = Arrays.stream(accept.split(",", 100))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList();
        return acceptable(ranges.isEmpty() ? List.of("*/*") : ranges)
                .map(Parsed::of)
                .orElseGet(() ->
                        Parsed.refused(Reply.status(406, Body.detail("Could not satisfy the request Accept header."))));
    }

    /** The most specific ranges decide; among equals JSON goes before a page. */
    private static Optional<Rendering> acceptable(List<String> ranges) {
        return ranges.stream()
                .filter(range -> rank(range).isPresent())
                .min(Comparator.comparingInt((String range) -> -specificity(range))
                        .thenComparing(range -> rank(range).orElse(0)))
                .map(range -> rank(range).orElse(0) == 1 ? new Page() : json(range));
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

    /** 0 for JSON, 1 for a page. */
    private static Optional<Integer> rank(String range) {
        return switch (range.split(";", 2)[0].strip()) {
            case "*/*", "application/*", "application/json" -> Optional.of(0);
            case "text/*", "text/html" -> Optional.of(1);
            default -> Optional.empty();
        };
    }

    private static int specificity(String range) {
        String type = range.split(";", 2)[0].strip();
        boolean parameters = Arrays.stream(range.split(";", -1))
                .skip(1)
                .anyMatch(p -> !p.strip().startsWith("q="));
        return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : parameters ? 3 : 2;
    }

    private static byte[] indented(JsonWriter writer, int spaces) throws IOException {
        ByteArrayOutputStream compact = new ByteArrayOutputStream();
        Body.json(writer).writer().writeTo(compact);
        DefaultIndenter indenter = new DefaultIndenter(" ".repeat(spaces), "\n");
        PrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        return Json.MAPPER.writer(printer).writeValueAsBytes(Json.MAPPER.readTree(compact.toByteArray()));
    }
}
