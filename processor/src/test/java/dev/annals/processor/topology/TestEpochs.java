package dev.annals.processor.topology;

import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.processor.epoch.EpochLog;
import dev.annals.processor.epoch.EpochScan;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.epoch.LogAhead;
import dev.annals.redact.RedactionKey;
import dev.annals.topic.Topics;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** Epochs of a log that exists in tests only. */
final class TestEpochs {
    static final String LOG = "00112233445566778899aabbccddeeff";

    private TestEpochs() {}

    /** Epoch 1 with these settings. */
    static EpochRecord first(PipelineSettings settings) {
        return EpochRecord.seal(new Epoch(1, LOG, KeyCheck.of(TestKeys.KEY), settings.text()), TestKeys.KEY);
    }

    /** The epoch after another with these settings. */
    static EpochRecord after(EpochRecord before, PipelineSettings settings) {
        return after(before, settings, TestKeys.KEY, TestKeys.KEY);
    }

    /** The epoch after another, under another key. */
    static EpochRecord after(EpochRecord before, PipelineSettings settings, RedactionKey oldKey, RedactionKey newKey) {
        return EpochRecord.seal(before.epoch().next(KeyCheck.of(newKey), settings.text()), oldKey);
    }

    /** A log whose records lie before every epoch, the first of which has these settings. */
    static LogAhead ahead(PipelineSettings settings) {
        return partition -> Optional.of(first(settings));
    }

    /** Appends epoch 1, or the next one with these settings. */
    static void append(String bootstrap, Topics topics, PipelineSettings settings) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            new EpochLog(admin, bootstrap, Map.of(), topics, TestKeys.KEYS)
                    .append(current -> Optional.of(current.map(epoch -> EpochRecord.seal(
                                    epoch.next(KeyCheck.of(TestKeys.KEY), settings.text()), TestKeys.KEY))
                            .orElse(first(settings))));
        }
    }

    /** Looks ahead on a real log. */
    static LogAhead ahead(String bootstrap, Topics topics) {
        return new EpochScan(bootstrap, Map.of(), topics, TestKeys.KEYS);
    }
}
