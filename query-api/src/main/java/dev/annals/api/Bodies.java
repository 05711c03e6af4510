package dev.annals.api;

import dev.annals.api.wire.Gzip;
import dev.annals.api.wire.Transfers;
import dev.annals.api.wire.Upload;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the bytes of a body to the text that endpoints read: unpacked and UTF-8, or the refusal that says why not. */
final class Bodies {
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]*)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii", "ascii");
    private static final Map<String, String> COME_AGAIN = Map.of("Retry-After", "1");

    private Bodies() {}

    /** The memory that a body takes until its request is answered. */
    record Room(Transfers.@Nullable Transfer transfer) implements AutoCloseable {
        boolean hold(long bytes) {
            return transfer == null || transfer.hold(bytes);
        }

        @Override
        public void close() {
            if (transfer != null) {
                transfer.close();
            }
        }
    }

    /** Why an incomplete body is refused. The connection is closed, because the rest of the body cannot be told from a next request. */
    static Failure refusal(Upload.Outcome outcome, int mostBytes) {
        if (outcome instanceof Upload.Outcome.TooLarge) {
            return new Failure.TooLarge(mostBytes);
        }
        if (outcome instanceof Upload.Outcome.Broken broken) {
            return closing(400, "Nothing was taken: " + broken.reason() + ".");
        }
        if (outcome instanceof Upload.Outcome.TooSlow) {
            return closing(408, "Nothing was taken: the body came too slowly or not at all; send it again.");
        }
        return tooMany();
    }

    private static Failure closing(int status, String detail) {
        return new Failure.NotTaken(status, detail, Map.of("Connection", "close"));
    }

    private static Failure tooMany() {
        return new Failure.NotTaken(
                429, "Nothing was taken: too many bodies are under way; send it again later.", COME_AGAIN);
    }

    /** The body as endpoints read it. */
    static Parsed<byte[]> plain(Request request, byte[] bytes, int mostBytes, Room room) {
        if (bytes.length == 0) {
            return Parsed.of(bytes);
        }
        return unpacked(request.all("Content-Encoding"), bytes, mostBytes, room)
                .then(plain -> inUtf8(request.header("Content-Type").orElse(""), plain));
    }

    private static Parsed<byte[]> unpacked(String coding, byte[] bytes, int mostBytes, Room room) {
        switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> {
                return Parsed.of(bytes);
            }
            case "gzip", "x-gzip" -> {
                Gzip.Unpacked unpacked = Gzip.unpack(bytes, mostBytes, room::hold);
                if (unpacked instanceof Gzip.Unpacked.Plain plain) {
                    return Parsed.of(plain.bytes());
                } else if (unpacked instanceof Gzip.Unpacked.Broken broken) {
                    return Parsed.refused(new Failure.NotTaken(400, "Nothing was taken: " + broken.reason() + "."));
                }
                return Parsed.refused(
                        unpacked instanceof Gzip.Unpacked.TooLarge ? new Failure.TooLarge(mostBytes) : tooMany());
            }
            default -> {
                return Parsed.refused(new Failure.NotTaken(
                        415,
                        "The Content-Encoding of the body is not known here (expected: gzip, or none).",
                        Map.of("Accept-Encoding", "gzip")));
            }
        }
    }

    private static Parsed<byte[]> inUtf8(String contentType, byte[] bytes) {
        Matcher charset = CHARSET.matcher(contentType);
        if (charset.find() && !CHARSETS.contains(charset.group(1).toLowerCase(Locale.ROOT))) {
            return Parsed.refused(
                    new Failure.NotTaken(415, "The charset of the body is not known here (expected: UTF-8)."));
        }
        return encoding(bytes)
                .<Parsed<byte[]>>map(seen -> Parsed.refused(new Failure.NotTaken(
                        400, "The body " + seen + " (expected: UTF-8 without a byte order mark).")))
                .orElseGet(() -> Parsed.of(bytes));
    }

    /** What the first bytes say of an encoding that is none of ours. Text has no NUL, and in UTF-16 and UTF-32 the first characters of JSON do. */
    private static Optional<String> encoding(byte[] bytes) {
        int first = at(bytes, 0);
        int second = at(bytes, 1);
        if (first == 0xef && second == 0xbb && at(bytes, 2) == 0xbf) {
            return Optional.of("begins with a byte order mark");
        }
        boolean mark = (first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe);
        boolean wide = first == 0 || second == 0 || at(bytes, 2) == 0 || at(bytes, 3) == 0;
        return mark || wide ? Optional.of("is in UTF-16 or UTF-32") : Optional.empty();
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xff : -1;
    }
}
