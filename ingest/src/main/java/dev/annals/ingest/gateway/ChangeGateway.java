package dev.annals.ingest.gateway;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.codec.SensitivePointers;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.LogPosition;
import dev.annals.model.ChangeEvent;
import dev.annals.redact.QuotableNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes submissions of change events: checks all of them as the processor would, and only then publishes all of them.
 *
 * <p>Thread-safe. It holds the bodies that it is given and a copy of their events until the log has them; who calls it bounds how many.
 */
public final class ChangeGateway {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int MOST_NAMED = 100;

    private final ChangePublisher publisher;
    private final GatewaySettings settings;
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);

    public ChangeGateway(ChangePublisher publisher, GatewaySettings settings) {
        this.publisher = publisher;
        this.settings = settings;
    }

    /** Most bytes of one body. */
    public int bodyBytes() {
        return settings.bodyBytes();
    }

    /**
     * Publishes the events of a body.
     *
     * @param body the whole of it
     * @param tenant the tenant of events that name none
     * @param only the only tenant that the caller may write for; {@code null} when it may write for any
     */
    public GatewayAnswer submit(byte[] body, String tenant, @Nullable String only) {
        try {
            DefaultTenant unnamed = new DefaultTenant(tenant);
            List<byte[]> events = Submission.cut(body, settings.events());
            events.replaceAll(unnamed::in);
            return submit(events, only);
        } catch (Submission.Unreadable e) {
            return new GatewayAnswer.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a request with that media type and these {@code ce-} headers, their prefix cut off, carries CloudEvents. */
    public static boolean isCloudEvents(String mediaType, Map<String, String> attributes) {
        return CloudEvents.areIn(mediaType, attributes);
    }

    /**
     * Publishes CloudEvents in any of HTTP's three content modes.
     *
     * @param mediaType of the body, without parameters
     * @param attributes the values of the headers of binary mode, without their prefix
     * @param tenant the tenant of events that name none
     * @param only the only tenant that the caller may write for; {@code null} when it may write for any
     */
    public GatewayAnswer submitCloudEvents(
            String mediaType, Map<String, String> attributes, byte[] body, String tenant, @Nullable String only) {
        try {
            DefaultTenant unnamed = new DefaultTenant(tenant);
            List<byte[]> changes = new ArrayList<>();
            List<GatewayAnswer.BadEvent> bad = new ArrayList<>();
            List<CloudEvents.One> events = CloudEvents.of(mediaType, attributes, body, settings.events());
            for (int i = 0; i < events.size() && bad.size() < MOST_NAMED; i++) {
                if (events.get(i) instanceof CloudEvents.One.Change change) {
                    changes.add(unnamed.in(change.json()));
                } else if (events.get(i) instanceof CloudEvents.One.Bad refused) {
                    bad.add(new GatewayAnswer.BadEvent(i, refused.reason(), refused.detail()));
                }
            }
            return bad.isEmpty() ? submit(changes, only) : new GatewayAnswer.Refused(bad);
        } catch (Submission.Unreadable e) {
            return new GatewayAnswer.Unreadable(String.valueOf(e.getMessage()));
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
                unmatched.add(new GatewayAnswer.UnmatchedPointer(index, QuotableNames.pointer(pointer)));
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
        return new GatewayAnswer.Accepted(positions, unmatched, Set.copyOf(tenants), null);
    }
}
