package dev.annals.processor.index.state;

/** Where the entries of time blocks come from. */
@FunctionalInterface
public interface BlockEntries {
    /** The entries of a block. */
    TimeEntries of(TimeBlock block);
}
