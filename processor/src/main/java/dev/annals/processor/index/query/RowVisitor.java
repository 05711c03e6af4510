package dev.annals.processor.index.query;

/** What is done with each row during a scan of rows. */
@FunctionalInterface
public interface RowVisitor {
    /**
     * Takes one row.
     *
     * @param number the document's number
     * @param row the record bytes as they were appended; the array belongs to the visitor
     * @return true to go on, false to stop the scan
     */
    boolean visit(long number, byte[] row);
}
