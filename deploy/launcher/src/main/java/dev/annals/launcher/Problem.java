package dev.annals.launcher;

/** Something that ends a command; the message is one sentence for the person who ran it, and says what to do. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Problem(String message) {
        super(message);
    }

    public Problem(String message, Throwable cause) {
        super(message, cause);
    }
}
