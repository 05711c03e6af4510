package dev.annals.redact;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML as {@link Node}s. Aliases stay aliases, so that no text grows by being read; what nests deeper than {@value #MAX_DEPTH} or is longer than
 * {@value #MAX_LENGTH} characters is not read. Thread-safe.
 */
final class YamlNodes {
    static final int MAX_DEPTH = 100;
    static final int MAX_LENGTH = 256 * 1024;

    private YamlNodes() {}

    /** All documents of a text as the elements of one array; {@code null} when it is not YAML, or over the bounds. */
    static @Nullable Node read(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_LENGTH);
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            return documents(new ParserImpl(new StreamReader(text), options), new Offsets(text));
        } catch (YAMLException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** A collection whose end has not come, and in a mapping the name whose value is next. */
    private static final class Open {
        final Node node;

        @Nullable
        Node name;

        Open(Node node) {
            this.node = node;
        }
    }

    private static @Nullable Node documents(Parser parser, Offsets offsets) {
        Node root = Node.container(Node.Kind.ARRAY, 0);
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(root));
        while (true) {
            Event event = parser.getEvent();
            if (event.is(Event.ID.StreamEnd)) {
                root.end = offsets.length();
                return root;
            }
            if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
                Node done = open.pop().node;
                // The end of a block is found where the next token begins.
                done.end = Math.max(done.start, offsets.trimmed(end(event)));
                continue;
            }
            Node node = node(event, offsets);
            Open parent = open.element();
            if (node == null) {
                continue;
            }
            if (parent.node.kind == Node.Kind.OBJECT && parent.name == null) {
                if (node.isContainer()) {
                    return null; // a mapping with a collection as a key is no configuration
                }
                parent.name = node;
                continue;
            }
            node.name = parent.name;
            parent.name = null;
            parent.node.children.add(node);
            if (node.isContainer()) {
                open.push(new Open(node));
            }
            if (open.size() > MAX_DEPTH) {
                return null;
            }
        }
    }

    private static @Nullable Node node(Event event, Offsets offsets) {
        if (event instanceof AliasEvent alias) {
            return Node.scalar(Node.Kind.ALIAS, offsets.of(start(event)), offsets.of(end(event)), alias.getAnchor());
        }
        if (!(event instanceof NodeEvent anchored)) {
            return null;
        }
        Node node;
        if (event instanceof ScalarEvent scalar) {
            int start = offsets.of(start(event));
            int end = Math.max(start, offsets.trimmed(end(event)));
            Node.Kind kind = scalar.isPlain() && scalar.getTag() == null ? plain(scalar.getValue()) : Node.Kind.TEXT;
            node = Node.scalar(kind, start, end, scalar.getValue());
        } else {
            node = Node.container(
                    event.is(Event.ID.MappingStart) ? Node.Kind.OBJECT : Node.Kind.ARRAY, offsets.of(start(event)));
        }
        node.anchor = anchored.getAnchor();
        return node;
    }

    private static Node.Kind plain(String value) {
        return switch (value) {
            case "", "~", "null", "Null", "NULL" -> Node.Kind.NULL;
            case "true",
                    "True",
                    "TRUE",
                    "false",
                    "False",
                    "FALSE",
                    "yes",
                    "Yes",
                    "YES",
                    "no",
                    "No",
                    "NO",
                    "on",
                    "On",
                    "ON",
                    "off",
                    "Off",
                    "OFF" -> Node.Kind.BOOLEAN;
            default -> isNumber(value) ? Node.Kind.NUMBER : Node.Kind.TEXT;
        };
    }

    private static boolean isNumber(String value) {
        boolean digit = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            digit |= c >= '0' && c <= '9';
            if (!((c >= '0' && c <= '9') || c == '.' || c == '_' || ((c == '-' || c == '+') && i == 0))) {
                return false;
            }
        }
        return digit;
    }

    private static Mark start(Event event) {
        return event.getStartMark();
    }

    private static Mark end(Event event) {
        return event.getEndMark();
    }

    /** From code points, which SnakeYAML counts in, to characters. */
    private static final class Offsets {
        private final String text;
        private final boolean simple;
        private int points;
        private int chars;

        Offsets(String text) {
            this.text = text;
            this.simple = text.codePointCount(0, text.length()) == text.length();
        }

        int length() {
            return text.length();
        }

        int of(Mark mark) {
            int index = mark.getIndex();
            if (simple) {
                return index;
            }
            // Marks mostly move on, so that the whole text is walked about once.
            chars = text.offsetByCodePoints(chars, index - points);
            points = index;
            return chars;
        }

        /** The same without the white space before it. */
        int trimmed(Mark mark) {
            int end = of(mark);
            while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            return end;
        }
    }
}
