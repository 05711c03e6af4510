package dev.annals.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a load balancer may send requests here.
 *
 * @param troubles what is not in order, by the part that has the trouble; none when all is
 * @param stopped the views of single partitions that have stopped: somebody must act, but requests of other tenants can still be
 *     answered
 * @param delays what new events wait for, by the part that is waited for; everything that came before is there
 */
public record Readiness(Map<String, String> troubles, List<String> stopped, Map<String, String> delays) {
    /** All is in order. */
    public static final Readiness READY = new Readiness(Map.of(), List.of(), Map.of());

    public Readiness {
        troubles = new LinkedHashMap<>(troubles);
        stopped = List.copyOf(stopped);
        delays = Map.copyOf(delays);
    }

    /** Whether requests may be sent. */
    public boolean isReady() {
        return troubles.isEmpty();
    }

    /** The same with one more part in trouble. */
    public Readiness with(String part, String trouble) {
        Map<String, String> more = new LinkedHashMap<>(troubles);
        more.put(part, trouble);
        return new Readiness(more, stopped, delays);
    }

    /** The same with views that have stopped. */
    public Readiness stopped(List<String> sentences) {
        return new Readiness(troubles, sentences, delays);
    }

    /** The same with what new events wait for. */
    public Readiness delayed(Map<String, String> parts) {
        return new Readiness(troubles, stopped, parts);
    }
}
