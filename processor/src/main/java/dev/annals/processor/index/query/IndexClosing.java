package dev.annals.processor.index.query;

/** The index is being closed, because its partition moves or the service stops. Ask again: another one will answer, or this one when it is open again. */
public final class IndexClosing extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public IndexClosing() {
        super("the index is closing; ask again when it has been opened again");
    }
}
