package dev.annals.api;

import java.time.Duration;
import java.util.List;

/**
 * Where the server listens, and its limits.
 *
 * @param port 0 for any free one
 * @param trustedProxies addresses and networks whose {@code X-Forwarded-} headers are believed
 * @param accessLog whether each request is written to the access log
 */
public record ApiSettings(String host, int port, Limits limits, List<String> trustedProxies, boolean accessLog) {
    /** The proxies of this machine. */
    public static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

    public ApiSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * What no client, however many, slow or hostile, can make the server exceed.
     *
     * @param threads requests that are worked on at once, beside a quarter of it that bring events in; of one client as many as four times that
     *     wait, and more are told to come again
     * @param connections most connections open at once; those that wait for a request make room for new ones
     * @param connectionsOfAnAddress most connections of one address; 0 for any number
     * @param requestsOfAnAddress most requests of one address that are worked on or wait; 0 for any number
     * @param headerBytes most bytes of request line and headers together; Puppet's clients send queries of tens of kilobytes
     * @param idle how long a connection may be silent before it is closed; some clients never close theirs
     * @param headWithin how long request line and headers may take to arrive
     * @param bytesPerSecond the least that a client must send of a body, or take of an answer, on average over each pace window
     * @param paceWindow over which that average is taken
     * @param bodiesBytes most bytes of request bodies in memory
     * @param answersBytes most bytes of answers in memory that clients have yet to take
     * @param stopWithin how long requests that are under way may go on when the server stops
     */
    public record Limits(
            int threads,
            int connections,
            int connectionsOfAnAddress,
            int requestsOfAnAddress,
            int headerBytes,
            Duration idle,
            Duration headWithin,
            long bytesPerSecond,
            Duration paceWindow,
            long bodiesBytes,
            long answersBytes,
            Duration stopWithin) {
        /** What suits one machine. */
        public static final Limits DEFAULT = new Limits(
                256,
                4096,
                0,
                0,
                128 * 1024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                1024,
                Duration.ofSeconds(10),
                64L * 1024 * 1024,
                64L * 1024 * 1024,
                Duration.ofSeconds(2));
    }

    /** This machine only, with the limits that suit it. */
    public static ApiSettings local(int port) {
        return new ApiSettings("127.0.0.1", port, Limits.DEFAULT, LOOPBACK, false);
    }

    /** The same on another interface. */
    public ApiSettings host(String other) {
        return new ApiSettings(other, port, limits, trustedProxies, accessLog);
    }

    /** The same with other limits. */
    public ApiSettings limits(Limits other) {
        return new ApiSettings(host, port, other, trustedProxies, accessLog);
    }
}
