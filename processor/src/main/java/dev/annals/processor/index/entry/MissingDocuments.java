package dev.annals.processor.index.entry;

/** A document came whose predecessors are missing: the source is not the log that the index was built from, or it was damaged. */
public final class MissingDocuments extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public MissingDocuments(String message) {
        super(message);
    }
}
