package dev.annals.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Requests as clients of every dialect send them, with filters, forms and bodies, of which some bytes are changed. The same seed makes the
 * same requests.
 */
final class MutatedRequests {
    static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "PRI");

    private static final List<String> QUERIES = List.of(
            "",
            "page=1&page_size=5",
            "page=2&page_size=200&order_by=-timestamp",
            "actor__username__icontains=a&or__operation=update&not__object1=host",
            "changes__iregex=(a%7Cb)%2B&order_by=changes",
            "timestamp__gt=2024-01-01T00:00:00Z&timestamp__lte=2030-01-01",
            "id__in=1,2,3&id__gt=0&object1_id__in=1,2",
            "search=host&format=api",
            "chain__user__id=1&or__chain__user__id=2&user__isnull=true",
            "service_id=default&limit=5&offset=1&order=desc",
            "service_id=rbac&subject_type=users&subject_id=1,2&after_service_commit_time=2020-01-01T00:00:00Z",
            "query=%5B%7B%22object_id%22:%221%22,%22object_type%22:%22host%22%7D%5D&limit=2",
            "query=%5B%7B%22subject_id%22:%221%22,%22start%22:%222020-01-01T00:00:00.000Z%22%7D%5D",
            "safe=1&service_id=default",
            "user=1&project=2&created_after=2020-01-01&ordering=-created&include=user",
            "type=project_create&date_from=2020-01-01&search=a&page_size=1",
            "token=t&service_id=x");
    private static final List<String> BODIES = List.of(
            "{\"password\":\"t\",\"login\":\"x\",\"query\":[{\"object_id\":\"1\"}]}",
            "username=x&password=t&next=/api/v2/activity_stream/",
            "{\"query\":[{\"subject_id\":\"1\",\"object_type\":\"host\"}],\"limit\":3,\"offset\":0,\"order\":\"asc\"}",
            "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"1\",\"name\":\"a\",\"type\":\"users\"},\"objects\":[{\"id\":\"1\",\"name\":\"b\",\"type\":\"host\",\"events\":[{\"type\":\"edit\",\"message\":\"m\",\"what\":\"w\"}]}]}}",
            "{\"id\":\"1\",\"source\":\"m\",\"time\":\"2026-01-01T00:00:00Z\",\"object\":{\"type\":\"host\",\"id\":\"1\"},\"after\":{\"a\":[1,2]}}",
            "[{\"id\":\"1\",\"source\":\"m\",\"time\":\"2026-01-01T00:00:00Z\",\"object\":{\"type\":\"host\",\"id\":\"1\"},\"after\":null}]",
            "{\"description\":\"x\",\"application\":null,\"scope\":\"read\"}",
            "[]",
            "{}",
            "null",
            "[[[[[[[[[[[[");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/x-www-form-urlencoded",
            "text/plain",
            "application/x-ndjson",
            "multipart/form-data; boundary=x",
            "nonsense");
    private static final List<String> HEADERS = List.of(
            "Accept: text/html\r\n",
            "Accept: application/json;q=0.1, text/csv, */*\r\n",
            "Accept: image/png\r\n",
            "Accept-Language: xx\r\n",
            "Annals-Tenant: other\r\n",
            "Annals-Min-Position: 3\r\n",
            "X-Forwarded-For: 1.2.3.4, 5.6.7.8\r\nX-Forwarded-Proto: https\r\n",
            "Cookie: awx_sessionid=x; csrftoken=y\r\n",
            "X-Authentication: t\r\n",
            "Authorization: Basic eDp0\r\n",
            "If-None-Match: *\r\nRange: bytes=0-5\r\n",
            "Expect: 100-continue\r\n",
            "X-HTTP-Method-Override: DELETE\r\n");
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\0",
            " ",
            "%",
            "%00",
            "%ff",
            "%2f",
            "%5c",
            "%u1234",
            "..",
            ";",
            "//",
            "?",
            "&",
            "=",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "\\",
            "'",
            ":",
            "\t",
            "é",
            "\u00ff",
            "\ud83d\ude00",
            "\ufeff",
            "HTTP/1.1",
            "HTTP/1.0",
            "HTTP/2.0",
            "HTTP/0.9",
            "HTTP/9.9",
            "chunked",
            "Content-Length: 5\r\n",
            "Content-Length: -1\r\n",
            "99999999999999999999",
            "9223372036854775808",
            "1e400",
            "NaN",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Host: \r\n",
            "Host: [::1\r\n",
            "-1",
            "null",
            "or__",
            "not__",
            "chain__",
            "__regex=(",
            "__in=",
            "__isnull=x",
            "__lt=",
            "page_size=0",
            "page=99999999999",
            "format=api",
            "order_by=",
            "order_by=--id",
            "service_id=",
            "query=[[",
            "limit=-1",
            "offset=9999999999999",
            "Content-Encoding: gzip\r\n",
            "Content-Encoding: br\r\n",
            "charset=x;",
            "charset=utf-16;",
            "Accept: text/html\r\n",
            "Cookie: a=\"\\\r\n",
            "Upgrade: h2c\r\nConnection: Upgrade\r\n",
            "0\r\n\r\n",
            "\\u0000",
            "\\ud800",
            "((((((((((a+)+)+)+)+)+)+)+)+)+$");

    private final Random random;
    private final List<String> targets;
    private final String token;

    MutatedRequests(long seed, List<String> targets, String token) {
        this.random = new Random(seed);
        this.targets = targets;
        this.token = token;
    }

    /** The next one. */
    byte[] next() {
        return mutated(request());
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private byte[] request() {
        String method = random.nextInt(3) == 0 ? any(METHODS) : "GET";
        String query = any(QUERIES);
        if (random.nextInt(4) == 0) {
            query += "&" + any(QUERIES);
        }
        StringBuilder head = new StringBuilder(method + " " + any(targets) + (query.isEmpty() ? "" : "?" + query)
                + (random.nextInt(10) == 0 ? " HTTP/1.0" : " HTTP/1.1") + "\r\nHost: x\r\n");
        if (random.nextInt(5) != 0) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        while (random.nextInt(3) == 0) {
            head.append(any(HEADERS));
        }
        byte[] body = new byte[0];
        if (method.equals("POST") || random.nextInt(4) == 0) {
            body = any(BODIES).getBytes(StandardCharsets.UTF_8);
            head.append("Content-Type: ").append(any(TYPES)).append("\r\n");
            if (random.nextInt(6) == 0) {
                body = gzip(body);
                head.append("Content-Encoding: gzip\r\n");
            }
            if (random.nextInt(5) == 0) {
                head.append("Transfer-Encoding: chunked\r\n");
                body = chunked(body);
            } else {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
        }
        head.append("Connection: close\r\n\r\n");
        return joined(head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private byte[] mutated(byte[] request) {
        byte[] bytes = request;
        for (int times = random.nextInt(4); times >= 0; times--) {
            // Mostly in the first line, where a change means most.
            int at = random.nextInt(random.nextBoolean() ? Math.min(100, bytes.length) : bytes.length);
            int to = Math.min(bytes.length, at + random.nextInt(8));
            bytes = switch (random.nextInt(4)) {
                case 0 -> spliced(bytes, at, at, any(PIECES).getBytes(StandardCharsets.UTF_8));
                case 1 -> spliced(bytes, at, to, new byte[0]);
                case 2 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                default -> spliced(bytes, at, Math.min(at + 1, bytes.length), new byte[] {(byte) random.nextInt(256)});
            };
            if (bytes.length == 0) {
                return request;
            }
        }
        return bytes;
    }

    private byte[] chunked(byte[] body) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < body.length; ) {
            int to = Math.min(body.length, from + 1 + random.nextInt(40));
            parts.add((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            parts.add(Arrays.copyOfRange(body, from, to));
            parts.add("\r\n".getBytes(StandardCharsets.US_ASCII));
            from = to;
        }
        parts.add("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return joined(parts.toArray(byte[][]::new));
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return packed.toByteArray();
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        return joined(Arrays.copyOf(bytes, from), piece, Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
