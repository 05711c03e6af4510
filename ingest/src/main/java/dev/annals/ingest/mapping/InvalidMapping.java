package dev.annals.ingest.mapping;

/** A mapping file cannot be used; the sentence names the place in it. */
public final class InvalidMapping extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidMapping(String message) {
        super(message);
    }

    static InvalidMapping at(String path, String seen, String expected) {
        return new InvalidMapping(path + ": " + seen + " (expected: " + expected + ")");
    }
}
