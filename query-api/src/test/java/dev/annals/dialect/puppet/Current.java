package dev.annals.dialect.puppet;

import dev.annals.api.ChangeSink;
import dev.annals.model.ChangeEvent;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.PassingAudit;
import java.util.List;

/** The reader and the sink of the test that runs just now, so that all tests share a server. */
final class Current extends PassingAudit implements ChangeSink {
    private volatile ChangeSink sink;

    Current(AuditSessions reader, ChangeSink sink) {
        super(reader);
        this.sink = sink;
    }

    void publishTo(ChangeSink other) {
        sink = other;
    }

    @Override
    public Answer<?> publish(List<ChangeEvent> events) {
        return sink.publish(events);
    }
}
