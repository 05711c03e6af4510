package dev.annals.dialect.awx.regex;

/** What Python says of a pattern that it does not take; never leaves this package. */
final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String words;

    Wrong(String words) {
        super(words, null, false, false);
        this.words = words;
    }

    String words() {
        return words;
    }
}
