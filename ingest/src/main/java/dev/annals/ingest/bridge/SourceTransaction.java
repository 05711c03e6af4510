package dev.annals.ingest.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction of a source, of which some records have come. For one thread. */
final class SourceTransaction {
    final String key;
    /** Records of it that wait. */
    int waiting;
    /** How many of its records come from topics that are read; -1 until its end is known. */
    long expected = -1;
    /** Whether it is not waited for any more. */
    boolean flowing;

    long lastNanos;
    Duration patience = Duration.ZERO;

    @Nullable
    JsonNode context;

    private final Set<Long> seen = new HashSet<>();

    SourceTransaction(String key) {
        this.key = key;
    }

    /** The event that ends each commit that it was made into, and how many that commit has. */
    final Map<String, Integer> sizes = new HashMap<>();

    void saw(long order) {
        seen.add(order);
    }

    boolean isEnded() {
        return expected >= 0;
    }

    boolean isComplete() {
        return isEnded() && seen.size() >= expected;
    }

    /** What is known of it stays; which records of it came does not. */
    void forgetRecords() {
        seen.clear();
    }
}
