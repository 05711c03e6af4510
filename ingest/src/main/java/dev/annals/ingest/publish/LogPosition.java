package dev.annals.ingest.publish;

/** Where the log has taken a record. */
public record LogPosition(int partition, long offset) {}
