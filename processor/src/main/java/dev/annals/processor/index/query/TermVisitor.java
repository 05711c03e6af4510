package dev.annals.processor.index.query;

import dev.annals.processor.index.entry.Term;

/** What is done with each distinct value of a field during a scan. */
@FunctionalInterface
public interface TermVisitor {
    /**
     * Takes one value.
     *
     * @param value the encoded value (see {@link Term}); the array belongs to the visitor
     * @return true to go on, false to stop the scan
     */
    boolean visit(byte[] value);
}
