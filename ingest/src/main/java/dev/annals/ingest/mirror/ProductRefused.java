package dev.annals.ingest.mirror;

/** A product refuses what a mirror asks, or is no such product. */
public final class ProductRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProductRefused(String message) {
        super(message);
    }
}
