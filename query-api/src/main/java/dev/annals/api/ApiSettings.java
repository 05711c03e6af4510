package dev.annals.api;

import java.time.Duration;

/**
 * Where the server listens and what it bears.
 *
 * @param port 0 for any free one
 * @param threads most requests served at once
 * @param connections most connections open at once; beyond, clients wait to be accepted
 * @param headerBytes most bytes of request line and headers together; Puppet's clients send queries of tens of kilobytes
 * @param idle how long a connection may be silent before it is closed; some clients never close theirs
 */
public record ApiSettings(String host, int port, int threads, int connections, int headerBytes, Duration idle) {
    /** This machine only, 32 threads, 4,096 connections, 128 KiB of headers, 30 seconds. */
    public static ApiSettings local(int port) {
        return new ApiSettings("127.0.0.1", port, 32, 4096, 128 * 1024, Duration.ofSeconds(30));
    }

    /** The same on another interface. */
    public ApiSettings host(String other) {
        return new ApiSettings(other, port, threads, connections, headerBytes, idle);
    }
}
