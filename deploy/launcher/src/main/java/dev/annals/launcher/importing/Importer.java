package dev.annals.launcher.importing;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.launcher.Problem;
import dev.annals.launcher.importing.LineReader.Line;
import dev.annals.model.ChangeEvent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lines of event files to the log, checked, in order, in constant memory. A line that is no event is reported and
 * left out. For one thread, except for {@link #stop}.
 */
public final class Importer {
    private static final long LOOK_MILLIS = 20;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final ChangePublisher publisher;
    private final ChangeJson json;
    private final Limits limits;
    private final Refusals refusals;
    private final Progress progress;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private long refused;

    /** Hears of each line that is no event. */
    @FunctionalInterface
    public interface Refusals {
        void refused(String file, long line, String reason);
    }

    public Importer(ChangePublisher publisher, Limits limits, Refusals refusals, Progress progress) {
        this.publisher = publisher;
        this.json = new ChangeJson(limits);
        this.limits = limits;
        this.refusals = refusals;
        this.progress = progress;
    }

    /** Sends the events of a file; some may be on their way when this returns. Fails with {@link Problem} when the log does not take them. */
    public void send(EventFile file) {
        long number = 0;
        try (InputStream in = file.open(progress)) {
            LineReader lines = new LineReader(in, limits.recordBytes());
            for (@Nullable Line line = lines.next(); line != null && !stopped; line = lines.next()) {
                number = line.number();
                take(file, line);
            }
        } catch (EOFException e) {
            refuse(file, number + 1, e.getMessage() + "; it seems to have been cut off");
        } catch (IOException e) {
            refuse(file, number + 1, "cannot be read from here on (" + e.getMessage() + ")");
        }
    }

    /** Waits until the log has all that was sent. Fails with {@link Problem} when it did not take everything. */
    public void finish() {
        publisher.flush();
        failOnLoss();
    }

    /** How many events the log has acknowledged. */
    public long imported() {
        return acknowledged.get();
    }

    /** How many lines were no events. */
    public long refused() {
        return refused;
    }

    /**
     * Takes no further lines, and waits for those that are on their way, but no longer than told. May be called from another
     * thread.
     *
     * @return how many events the log has acknowledged
     */
    public long stop(Duration patience) {
        stopped = true;
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (acknowledged.get() < sent.get() && failure.get() == null && System.nanoTime() - deadline < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return acknowledged.get();
    }

    /** Whether it was told to stop before the end. */
    public boolean isStopped() {
        return stopped;
    }

    private void take(EventFile file, Line line) {
        byte[] bytes = line.number() == 1 ? withoutMark(line.bytes()) : line.bytes();
        if (line.tooLong()) {
            refuse(file, line.number(), "longer than " + limits.recordBytes() + " bytes (expected: at most that)");
        } else if (!isBlank(bytes)) {
            Decoded<ChangeEvent> decoded = json.decode(bytes);
            if (decoded instanceof Decoded.Accepted<ChangeEvent> accepted) {
                publish(accepted.value().tenant(), bytes);
            } else if (decoded instanceof Decoded.Refused<ChangeEvent> because) {
                refuse(file, line.number(), because.detail());
            }
        }
    }

    private void publish(String tenant, byte[] bytes) {
        failOnLoss();
        long all = sent.incrementAndGet();
        var unused = publisher.publish(tenant, bytes).whenComplete((position, problem) -> {
            if (problem == null) {
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(null, problem);
            }
        });
        progress.sent(all);
    }

    private void refuse(EventFile file, long line, String reason) {
        refused++;
        refusals.refused(file.name(), line, reason);
    }

    private void failOnLoss() {
        @Nullable Throwable lost = failure.get();
        if (lost != null) {
            throw new Problem(
                    "Kafka stopped taking events after " + acknowledged.get() + " (" + lost.getMessage()
                            + "); import again when it answers: what it has is recognised",
                    lost);
        }
    }

    private static byte[] withoutMark(byte[] bytes) {
        boolean marked = bytes.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        return marked ? Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length) : bytes;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
