package dev.annals.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.annals.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads JSON as {@link Node}s. Keys may repeat: JSON inside text need not be as strict as an event. Thread-safe. */
final class JsonNodes {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxNumberLength(Json.MAX_STRING_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private JsonNodes() {}

    /** The value that is the whole of a text; {@code null} when it is not exactly one JSON value, or nests too deeply. */
    static @Nullable Node read(String text) {
        try (JsonParser parser = FACTORY.createParser(text.toCharArray())) {
            Node root = parser.nextToken() == null ? null : value(parser, text);
            return root == null || parser.nextToken() != null ? null : root;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from a String did I/O", e);
        }
    }

    /** The value whose first token is the parser's current one. */
    private static Node value(JsonParser parser, String json) throws IOException {
        Deque<Node> open = new ArrayDeque<>();
        Node name = null;
        JsonToken token = parser.currentToken();
        while (true) {
            Node done = null;
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    Node container = Node.container(
                            token == JsonToken.START_OBJECT ? Node.Kind.OBJECT : Node.Kind.ARRAY, start(parser));
                    attach(open, container, name);
                    name = null;
                    open.push(container);
                }
                case END_OBJECT, END_ARRAY -> {
                    done = open.pop();
                    done.end = start(parser) + 1;
                }
                case FIELD_NAME -> name = scalar(parser, Node.Kind.TEXT, json);
                default -> {
                    done = scalar(parser, kind(token), json);
                    attach(open, done, name);
                    name = null;
                }
            }
            if (done != null && open.isEmpty()) {
                return done;
            }
            token = parser.nextToken();
            if (token == null) {
                throw new com.fasterxml.jackson.core.JsonParseException(parser, "the value does not end");
            }
        }
    }

    private static void attach(Deque<Node> open, Node node, @Nullable Node name) {
        node.name = name;
        Node parent = open.peek();
        if (parent != null) {
            parent.children.add(node);
        }
    }

    private static Node scalar(JsonParser parser, Node.Kind kind, String json) throws IOException {
        int start = start(parser);
        String text = parser.getText();
        return Node.scalar(kind, start, kind == Node.Kind.TEXT ? afterQuote(json, start) : start + text.length(), text);
    }

    /** Where the quoted text that begins here ends. After the name of a member the parser is already further on. */
    private static int afterQuote(String json, int start) {
        int at = start + 1;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private static Node.Kind kind(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> Node.Kind.TEXT;
            case VALUE_TRUE, VALUE_FALSE -> Node.Kind.BOOLEAN;
            case VALUE_NULL -> Node.Kind.NULL;
            default -> Node.Kind.NUMBER;
        };
    }
}
