package dev.annals.ingest.gateway;

import java.time.Duration;

/**
 * The bounds of the gateway.
 *
 * @param bodyBytes largest body of one request
 * @param events most events in one request
 * @param bytesInFlight most bytes of bodies that may wait for the log at once; beyond it the gateway says 429
 * @param acknowledgeWithin how long a request waits for the log before it says 503
 */
public record GatewaySettings(int bodyBytes, int events, long bytesInFlight, Duration acknowledgeWithin) {
    /** 16 MiB and 50,000 events a request, 64 MiB in flight, 10 seconds. */
    public static final GatewaySettings DEFAULT =
            new GatewaySettings(16 * 1024 * 1024, 50_000, 64L * 1024 * 1024, Duration.ofSeconds(10));

    public GatewaySettings {
        if (bodyBytes < 1 || events < 1 || bytesInFlight < bodyBytes) {
            throw new IllegalArgumentException("gateway: body " + bodyBytes + " bytes, " + events + " events, "
                    + bytesInFlight + " bytes in flight (expected: each at least 1, and room for one body in flight)");
        }
    }
}
