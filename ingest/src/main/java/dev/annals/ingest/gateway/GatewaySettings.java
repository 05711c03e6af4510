package dev.annals.ingest.gateway;

import java.time.Duration;

/**
 * The bounds of the gateway.
 *
 * @param bodyBytes largest body of one request
 * @param events most events in one request
 * @param acknowledgeWithin how long a request waits for the log before it says 503
 */
public record GatewaySettings(int bodyBytes, int events, Duration acknowledgeWithin) {
    /** 16 MiB and 50,000 events a request, 10 seconds. */
    public static final GatewaySettings DEFAULT = new GatewaySettings(16 * 1024 * 1024, 50_000, Duration.ofSeconds(10));

    public GatewaySettings {
        if (bodyBytes < 1 || events < 1) {
            throw new IllegalArgumentException(
                    "gateway: body " + bodyBytes + " bytes, " + events + " events (expected: each at least 1)");
        }
    }
}
