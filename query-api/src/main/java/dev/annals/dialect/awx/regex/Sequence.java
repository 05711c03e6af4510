package dev.annals.dialect.awx.regex;

import java.util.ArrayList;
import java.util.List;

/** The parts of a pattern that match one after the other, with the least and the most characters that they match. */
final class Sequence {
    /** Stands for any number of characters. */
    static final long MAX_WIDTH = 1L << 30;

    /** What a part is, as far as a quantifier behind it cares. */
    enum Kind {
        /** It matches a place, such as the beginning, and no character. */
        PLACE,
        /** It has a quantifier. */
        REPEAT,
        OTHER
    }

    /** A part with the least and the most characters that it matches. */
    record Part(Kind kind, long least, long most) {}

    private final List<Part> parts = new ArrayList<>();

    void add(Kind kind, long least, long most) {
        parts.add(new Part(kind, least, most));
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    Part last() {
        return parts.get(parts.size() - 1);
    }

    void replaceLast(Part part) {
        parts.set(parts.size() - 1, part);
    }

    long least() {
        return Math.min(MAX_WIDTH, parts.stream().mapToLong(Part::least).sum());
    }

    long most() {
        return Math.min(MAX_WIDTH, parts.stream().mapToLong(Part::most).sum());
    }
}
