package dev.annals.ingest.gateway;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.LogPosition;
import dev.annals.model.ChangeEvent;
import dev.annals.redact.SensitivePointers;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes submissions of change events: checks all of them as the processor would, and only then publishes all of them.
 *
 * <p>Thread-safe. Its memory is bounded by {@link GatewaySettings#bytesInFlight}.
 */
public final class ChangeGateway {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int MOST_NAMED = 100;

    private final ChangePublisher publisher;
    private final GatewaySettings settings;
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);
    private final AtomicLong inFlight = new AtomicLong();

    public ChangeGateway(ChangePublisher publisher, GatewaySettings settings) {
        this.publisher = publisher;
        this.settings = settings;
    }

    /**
     * Reads a body to its end and publishes its events.
     *
     * @param announcedBytes the length that the client announces, or -1
     * @param tenant the only tenant that the caller may write for; {@code null} when it may write for any
     * @throws IOException when the body cannot be read to its end; nothing was published
     */
    public GatewayAnswer submit(InputStream body, long announcedBytes, @Nullable String tenant) throws IOException {
        if (announcedBytes > settings.bodyBytes()) {
            return new GatewayAnswer.TooLarge(settings.bodyBytes());
        }
        // Room is taken before the first byte is read: that is what keeps many large bodies from filling the memory.
        long room = announcedBytes < 0 ? settings.bodyBytes() : announcedBytes;
        if (inFlight.addAndGet(room) > settings.bytesInFlight()) {
            inFlight.addAndGet(-room);
            return new GatewayAnswer.Busy(RETRY_AFTER);
        }
        try {
            byte[] bytes = body.readNBytes(settings.bodyBytes() + 1);
            return bytes.length > settings.bodyBytes()
                    ? new GatewayAnswer.TooLarge(settings.bodyBytes())
                    : submit(Submission.cut(bytes, settings.events()), tenant);
        } catch (Submission.Unreadable e) {
            return new GatewayAnswer.Unreadable(String.valueOf(e.getMessage()));
        } finally {
            inFlight.addAndGet(-room);
        }
    }

    private GatewayAnswer submit(List<byte[]> events, @Nullable String tenant) {
        List<String> tenants = new ArrayList<>(events.size());
        List<GatewayAnswer.BadEvent> bad = new ArrayList<>();
        List<GatewayAnswer.UnmatchedPointer> unmatched = new ArrayList<>();
        for (int i = 0; i < events.size() && bad.size() < MOST_NAMED; i++) {
            Decoded<ChangeEvent> decoded = json.decode(events.get(i));
            if (decoded instanceof Decoded.Accepted<ChangeEvent> accepted) {
                tenants.add(accepted.value().tenant());
                name(unmatched, i, accepted.value());
            } else if (decoded instanceof Decoded.Refused<ChangeEvent> refused) {
                bad.add(new GatewayAnswer.BadEvent(i, refused.reason(), refused.detail()));
            }
        }
        if (!bad.isEmpty()) {
            return new GatewayAnswer.Refused(bad);
        }
        for (int i = 0; tenant != null && i < tenants.size(); i++) {
            if (!tenants.get(i).equals(tenant)) {
                return new GatewayAnswer.Forbidden(i, tenants.get(i));
            }
        }
        return publish(events, tenants, unmatched);
    }

    private static void name(List<GatewayAnswer.UnmatchedPointer> unmatched, int index, ChangeEvent event) {
        for (String pointer : SensitivePointers.unmatched(event)) {
            if (unmatched.size() < MOST_NAMED) {
                unmatched.add(new GatewayAnswer.UnmatchedPointer(index, pointer));
            }
        }
    }

    private GatewayAnswer publish(
            List<byte[]> events, List<String> tenants, List<GatewayAnswer.UnmatchedPointer> unmatched) {
        List<CompletableFuture<LogPosition>> sent = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            CompletableFuture<LogPosition> future = publisher.publish(tenants.get(i), events.get(i));
            sent.add(future);
            if (future.isCompletedExceptionally()) {
                // The log cannot be reached, and each further event would wait as long to find out.
                break;
            }
        }
        long deadline = System.nanoTime() + settings.acknowledgeWithin().toNanos();
        List<LogPosition> positions = new ArrayList<>(events.size());
        try {
            for (CompletableFuture<LogPosition> future : sent) {
                positions.add(future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
            }
        } catch (ExecutionException | TimeoutException e) {
            return new GatewayAnswer.Unavailable(positions.size(), RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new GatewayAnswer.Unavailable(positions.size(), RETRY_AFTER);
        }
        return new GatewayAnswer.Accepted(positions, unmatched);
    }
}
