package dev.annals.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.TreeMap;

/** A reader that follows the AWX stream of the tenant {@code default} by id and remembers what it was shown, through every death of the service. */
final class Witness implements AutoCloseable {
    private static final int PAGE = 200;

    private final RunningAnnals annals;
    private final Thread thread;
    private final TreeMap<Long, String> seen = new TreeMap<>();
    private volatile boolean ended;

    private Witness(RunningAnnals annals) {
        this.annals = annals;
        this.thread = new Thread(this::watch, "witness");
    }

    static Witness start(RunningAnnals annals) {
        Witness witness = new Witness(annals);
        witness.thread.start();
        return witness;
    }

    /** Every record that was ever shown is still there, under the same id and with the same content. */
    void assertNothingWasNumberedAnew() throws Exception {
        ended = true;
        thread.join();
        assertThat(seen).as("what the witness saw meanwhile").isNotEmpty();
        TreeMap<Long, String> now = new TreeMap<>();
        read(now);
        assertThat(now).containsAllEntriesOf(seen);
    }

    private void watch() {
        while (!ended) {
            try {
                read(seen);
                Thread.sleep(50);
            } catch (IOException | AssertionError e) {
                // Nobody answers, or not everything can be answered yet.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Reads on from the last record known. */
    private void read(TreeMap<Long, String> into) throws IOException, InterruptedException {
        int size;
        do {
            long last = into.isEmpty() ? 0 : into.lastKey();
            JsonNode results = annals.json("/api/v2/activity_stream/?order_by=id&page_size=" + PAGE + "&id__gt=" + last)
                    .path("results");
            size = results.size();
            for (JsonNode record : results) {
                into.put(
                        record.path("id").asLong(),
                        record.path("timestamp").asText()
                                + ' '
                                + record.path("operation").asText()
                                + ' '
                                + record.path("changes"));
            }
        } while (size == PAGE);
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.interrupt();
        thread.join();
    }
}
