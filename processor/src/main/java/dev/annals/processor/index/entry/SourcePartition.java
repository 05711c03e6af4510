package dev.annals.processor.index.entry;

/** One partition of a topic that the store is built from. */
public record SourcePartition(String topic, int partition) {}
