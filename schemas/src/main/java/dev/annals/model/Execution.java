package dev.annals.model;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The run of a job, plan or task.
 *
 * @param start microseconds at most
 * @param finish absent while it runs and when it failed
 * @param duration seconds, as the producer wrote the number
 * @param state new, ready, running, stopping, stopped, finished or failed; others are kept as they are
 */
public record Execution(
        @Nullable String id,
        @Nullable String name,
        @Nullable String kind,
        @Nullable Instant start,
        @Nullable Instant finish,
        @Nullable BigDecimal duration,
        @Nullable String state) {}
