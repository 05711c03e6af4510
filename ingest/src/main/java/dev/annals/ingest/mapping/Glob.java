package dev.annals.ingest.mapping;

import java.util.regex.Pattern;

/** A name, or many: {@code *} stands for any characters, none too. */
public final class Glob {
    private final String text;
    private final Pattern pattern;

    private Glob(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        boolean first = true;
        for (String literal : text.split("\\*", -1)) {
            regex.append(first ? "" : ".*").append(literal.isEmpty() ? "" : Pattern.quote(literal));
            first = false;
        }
        pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    static Glob of(String text) {
        return new Glob(text);
    }

    /** Whether it stands for a name. */
    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /** As a regular expression of Java. */
    public String regex() {
        return pattern.pattern();
    }

    @Override
    public String toString() {
        return text;
    }
}
