package dev.annals.ingest.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.annals.codec.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The body of a submission, cut into the bytes of its events, untouched: one event, a JSON array of events, or NDJSON. */
final class Submission {
    private static final JsonFactory ARRAYS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEPTH + 2)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Submission() {}

    /**
     * The events, in order.
     *
     * @throws Unreadable when the body is empty, an array that is not JSON, or holds more events than allowed
     */
    static List<byte[]> cut(byte[] body, int mostEvents) throws Unreadable {
        int first = 0;
        while (first < body.length && isBlank(body[first])) {
            first++;
        }
        if (first == body.length) {
            throw new Unreadable("the body is empty (expected: an event, a JSON array of events, or one event a line)");
        }
        List<byte[]> events = body[first] == '[' ? elements(body, mostEvents) : values(body, mostEvents);
        if (events.isEmpty()) {
            throw new Unreadable("the array holds no event (expected: at least one)");
        }
        return events;
    }

    /** The elements of a JSON array, as their bytes stand there, so that numbers and key order stay the producer's. */
    private static List<byte[]> elements(byte[] body, int mostEvents) throws Unreadable {
        List<byte[]> events = new ArrayList<>();
        try (JsonParser parser = ARRAYS.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                // A scalar's end is known only once it has been read; an event is an object, so this is its last byte.
                parser.finishToken();
                int to = (int) parser.currentLocation().getByteOffset();
                add(events, Arrays.copyOfRange(body, from, to), mostEvents);
            }
            if (parser.nextToken() != null) {
                throw new Unreadable("there is more after the array (expected: exactly one array)");
            }
        } catch (IOException e) {
            throw new Unreadable("the array is not JSON after " + events.size() + " events (expected: [ event, … ])");
        }
        return events;
    }

    /** One event over several lines, or one a line. */
    private static List<byte[]> values(byte[] body, int mostEvents) throws Unreadable {
        if (isOneValue(body)) {
            List<byte[]> one = new ArrayList<>();
            one.add(body);
            return one;
        }
        List<byte[]> events = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                byte[] line = Arrays.copyOfRange(body, from, i);
                if (!isBlank(line)) {
                    add(events, line, mostEvents);
                }
                from = i + 1;
            }
        }
        return events;
    }

    private static boolean isOneValue(byte[] body) {
        try (JsonParser parser = ARRAYS.createParser(body)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static void add(List<byte[]> events, byte[] event, int mostEvents) throws Unreadable {
        if (events.size() == mostEvents) {
            throw new Unreadable("more than " + mostEvents
                    + " events in one request (expected: at most that; send several requests)");
        }
        events.add(event);
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (!isBlank(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /** A body that no event can be read from. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
