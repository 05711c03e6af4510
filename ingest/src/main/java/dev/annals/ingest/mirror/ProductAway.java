package dev.annals.ingest.mirror;

import java.time.Duration;

/** A product does not answer just now. */
public final class ProductAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration wish;

    ProductAway(String message, Duration wish) {
        super(message);
        this.wish = wish;
    }

    /** How long it wants to be left alone; zero when it did not say. */
    public Duration wish() {
        return wish;
    }
}
