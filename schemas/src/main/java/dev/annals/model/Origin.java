package dev.annals.model;

import java.time.Instant;

/**
 * Where an activity comes from.
 *
 * @param source the event's CloudEvents source
 * @param eventId the event's id, unique within the source
 * @param partition the partition of the changes topic
 * @param offset the record's offset there
 * @param recorded when the log took it (LogAppendTime), milliseconds
 */
public record Origin(String source, String eventId, int partition, long offset, Instant recorded) {}
