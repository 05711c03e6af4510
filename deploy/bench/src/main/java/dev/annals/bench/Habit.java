package dev.annals.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * What a hostile client does, again and again.
 *
 * @param clients how many do it at once
 * @param says the bytes of one connection
 * @param burst how many of these bytes it sends at once
 * @param pace how many more it sends in each tenth of a second
 * @param reads whether it takes what it is answered
 * @param ends whether it says that nothing more comes, once it has sent everything
 */
record Habit(
        String name, int clients, Function<Random, byte[]> says, int burst, int pace, boolean reads, boolean ends) {
    private static final int ALL = Integer.MAX_VALUE;
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final String PAGE = "/api/v2/activity_stream/?page_size=200";
    private static final List<String> PATHS = List.of(
            "/annals/v1/changes",
            "/annals/v1/status",
            "/api/v2/activity_stream/",
            "/api/v2/activities/",
            "/api/login/",
            "/v1/events",
            "/v2/events",
            "/rbac-api/v1/auth/token",
            "/activity-api/v2/events.csv",
            "/healthz",
            "/readyz",
            "/metrics",
            "/openapi.json",
            "/nothing");
    private static final List<String> EXPENSIVE = List.of(
            "/api/v2/activity_stream/?changes__iregex=(a%7Cb).*(c%7Cd).*z",
            "/api/v2/activity_stream/?changes__regex=%5Ba-z%5D%2B7%5B0-9%5D%2B9&order_by=changes",
            "/api/v2/activity_stream/?changes__icontains=a&not__changes__contains=b&page=300",
            "/v2/events.csv?limit=100000",
            "/api/v2/activities/?search=e&ordering=-created");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "PRI");
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\0",
            "%00",
            "%zz",
            "%2f",
            "..",
            ";",
            "//",
            "?",
            "&or__",
            "[",
            "\u00ff",
            "HTTP/9.9",
            "chunked",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Content-Encoding: gzip\r\n",
            "Host: \r\n",
            "__regex=(",
            "page=0",
            "query=[[",
            "\ufeff");

    /** All habits, in the name of a token. */
    static List<Habit> of(String token) {
        String bearer = "Authorization: Bearer " + token + "\r\n";
        byte[] bomb = bomb();
        return List.of(
                new Habit(
                        "bodies that drip, no token",
                        34,
                        r -> body(path(r), "", 10_000_000, 500),
                        200,
                        1,
                        false,
                        false),
                new Habit("bodies that drip", 34, r -> body(path(r), bearer, 60_000, 500), 200, 1, false, false),
                new Habit("uploads that drip at once", 4, r -> upload(bearer), 1000, 200, false, false),
                new Habit("uploads that drip at last", 4, r -> upload(bearer), 15_000_000, 200, false, false),
                new Habit(
                        "pages that nobody reads",
                        40,
                        r -> get(PAGE, bearer).repeat(200).getBytes(ISO_8859_1),
                        ALL,
                        0,
                        false,
                        false),
                new Habit(
                        "exports that nobody reads",
                        10,
                        r -> bytes(get("/v1/events.csv?service_id=default&limit=1000000", bearer)),
                        ALL,
                        0,
                        false,
                        false),
                new Habit(
                        "heads without an end",
                        2000,
                        r -> bytes("GET " + path(r) + " HTTP/1.1\r\nHost: x\r\nX-"),
                        ALL,
                        0,
                        true,
                        false),
                new Habit(
                        "heads that drip",
                        100,
                        r -> bytes(get("/healthz", "X: " + "x".repeat(5000) + "\r\n")),
                        30,
                        1,
                        true,
                        false),
                new Habit(
                        "expensive questions",
                        20,
                        r -> bytes(get(any(EXPENSIVE, r), bearer).repeat(20)),
                        ALL,
                        0,
                        true,
                        true),
                new Habit(
                        "wrong tokens",
                        4,
                        r -> bytes(get(path(r), "Authorization: Bearer " + r.nextLong() + "\r\n")
                                .repeat(5)),
                        ALL,
                        0,
                        true,
                        true),
                new Habit("broken bodies", 4, r -> broken(r, bearer), ALL, 0, true, true),
                new Habit("bombs", 2, r -> packed("/annals/v1/changes", bearer, bomb), ALL, 0, true, true),
                new Habit("mutated requests", 4, r -> mutated(r, bearer), ALL, 0, true, true),
                new Habit(
                        "odd paths",
                        4,
                        r -> bytes(any(METHODS, r) + " " + path(r) + "/" + r.nextInt() + " HTTP/1.1\r\nHost: x\r\n"
                                + bearer + "\r\n"),
                        ALL,
                        0,
                        true,
                        true));
    }

    private static String path(Random random) {
        return any(PATHS, random);
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String get(String target, String headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
    }

    /** A body that announces more than comes. */
    private static byte[] body(String path, String headers, int announced, int sent) {
        return bytes("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + announced + "\r\n\r\n"
                + "x".repeat(sent));
    }

    private static byte[] upload(String headers) {
        return body("/annals/v1/changes", headers, LARGEST_BODY, LARGEST_BODY - 1);
    }

    private static byte[] broken(Random random, String headers) {
        String framing = any(
                List.of(
                        "Content-Length: 100\r\n\r\n{",
                        "Content-Length: 100\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
                        "Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n",
                        "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                        "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
                        "Content-Type: text/plain; charset=bogus\r\nContent-Length: 2\r\n\r\n{}"),
                random);
        return bytes("POST " + path(random) + " HTTP/1.1\r\nHost: x\r\n" + headers + framing);
    }

    private static byte[] mutated(Random random, String headers) {
        StringBuilder request = new StringBuilder(any(METHODS, random) + " " + path(random)
                + "?page=1&page_size=5&query=%5B%5D HTTP/1.1\r\nHost: x\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: 14\r\nConnection: close\r\n\r\n{\"query\":[[1]]}");
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = random.nextInt(random.nextBoolean() ? 60 : request.length());
            switch (random.nextInt(3)) {
                case 0 -> request.insert(at, any(PIECES, random));
                case 1 -> request.delete(at, Math.min(request.length(), at + random.nextInt(8)));
                default -> request.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return bytes(request.toString());
    }

    private static byte[] packed(String path, String headers, byte[] body) {
        byte[] head = bytes("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers
                + "Content-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** A gigabyte in a megabyte. */
    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            byte[] blank = new byte[1024 * 1024];
            java.util.Arrays.fill(blank, (byte) ' ');
            for (int i = 0; i < 1024; i++) {
                out.write(blank);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
