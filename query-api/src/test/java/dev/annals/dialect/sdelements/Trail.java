package dev.annals.dialect.sdelements;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Hash;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.query.IndexAuditSessions;
import dev.annals.query.LocalAudit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Change events in, activities in a real index out: enough of the pipeline for tests of the dialect. */
final class Trail implements AutoCloseable {
    static final String TENANT = "default";

    private final LocalAudit audit = new LocalAudit();
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);
    private final List<Activity> activities = new ArrayList<>();

    /** Takes events as lines of JSON. */
    Trail lines(String... lines) {
        return lines(Arrays.asList(lines));
    }

    Trail lines(List<String> lines) {
        List<Activity> more = new ArrayList<>();
        for (String line : lines) {
            Decoded<ChangeEvent> decoded = json.decode(line.getBytes(StandardCharsets.UTF_8));
            if (!(decoded instanceof Decoded.Accepted<ChangeEvent> accepted)) {
                throw new IllegalArgumentException(decoded + " in " + line);
            }
            more.add(activity(accepted.value(), activities.size() + more.size() + 1L));
        }
        return add(more);
    }

    Trail add(List<Activity> more) {
        activities.addAll(more);
        audit.addAll(more);
        return this;
    }

    IndexAuditSessions sessions() {
        return audit.sessions();
    }

    static Activity activity(ChangeEvent event, long id) {
        return new Activity(
                id,
                event.tenant(),
                new Origin(event.source(), event.id(), 0, id - 1, Instant.EPOCH),
                event.time(),
                event.timeText(),
                event.serviceId(),
                event.node(),
                event.operation() == null ? Operation.UPDATE : event.operation(),
                event.actor(),
                event.object(),
                event.object2(),
                event.relationship(),
                event.related(),
                event.changes() == null ? List.of() : event.changes(),
                false,
                List.of(),
                event.commit(),
                event.wording(),
                event.execution(),
                event.ipAddress(),
                event.presentation(),
                event.labels(),
                event.traceparent(),
                Hash.ZERO);
    }

    @Override
    public void close() {
        audit.close();
    }
}
