package dev.annals.api;

import dev.annals.query.Answer;
import java.util.Map;
import java.util.TreeMap;

/** Knows how far everything has come. Thread-safe. */
@FunctionalInterface
public interface StatusReader {
    /** The counts of all tenants, or why they cannot be had just now. */
    Answer<Status> status();

    /** The activities of each tenant, as far as they are known at once. Never waits and writes nothing. */
    default Map<String, Long> activities() {
        Map<String, Long> activities = new TreeMap<>();
        if (status() instanceof Answer.Ready<Status> ready) {
            ready.value().tenants().forEach((name, tenant) -> activities.put(name, tenant.activities()));
        }
        return activities;
    }

    /** Whether everything is in order, which may be long before all counts can be had. Never waits and writes nothing. */
    default Readiness readiness() {
        Answer<Status> answer = status();
        if (answer instanceof Answer.NotReady<Status> not) {
            return Readiness.READY.with("queries", not.reason());
        }
        return Readiness.READY;
    }
}
