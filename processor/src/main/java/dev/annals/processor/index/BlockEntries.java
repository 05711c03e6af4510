package dev.annals.processor.index;

/** Where the entries of time blocks come from. */
@FunctionalInterface
interface BlockEntries {
    /** The entries of a block. */
    TimeEntries of(TimeBlock block);
}
