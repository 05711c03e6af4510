package dev.annals.processor.position;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The log is not the one that the state was made from. Stops the task, because the numbers of one log cannot be continued from another. */
public final class OtherLog extends KafkaException {
    private static final long serialVersionUID = 1L;

    public OtherLog(String message) {
        super(message);
    }

    /** Fails when any log ends before, or begins behind, the record after the last one that was applied. */
    public static void refuse(Admin admin, Map<TopicPartition, Long> applied) {
        LogSpans spans = LogSpans.of(admin, List.copyOf(applied.keySet()));
        applied.forEach((log, last) -> spans.outside(log, last + 1).ifPresent(where -> {
            throw new OtherLog("the log is not the one that was indexed before: " + where);
        }));
    }
}
