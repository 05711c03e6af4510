package dev.annals.processor.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.codec.CommitAvro;
import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Reject;
import dev.annals.processor.stage.epoch.UnusableEpoch;
import dev.annals.processor.stage.memory.MemoryByteStore;
import dev.annals.processor.stage.schema.SchemaSource;
import dev.annals.redact.RedactionKey;
import dev.annals.registry.SchemaRecord;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * A state that a release before epochs has written: it has no epoch, and nothing that says which record was applied last; all else in it lies where it lies today.
 */
class StateOlderThanEpochsTest {
    private static final RedactionKey KEY = RedactionKey.of(new byte[RedactionKey.LENGTH]);
    private static final long START = 1_769_860_800_000L;

    private final MemoryByteStore tenants = new MemoryByteStore();
    private final Stores stores = new Stores(
            tenants, new MemoryByteStore(), new MemoryByteStore(), new MemoryByteStore(), new MemoryByteStore());
    private final Seen seen = new Seen();
    private long offset;

    @Test
    void carriesOnUnderTheFirstEpochAndForgetsNothing() {
        write(PipelineSettings.DEFAULT.withHorizon(Duration.ofHours(48)), Duration.ZERO);
        assertThat(seen.commits).isEmpty();
        ChangePipeline pipeline = pipeline(PipelineSettings.DEFAULT.withHorizon(Duration.ofHours(48)));
        seen.clear();

        for (int n = 0; n < 10; n++) {
            send(pipeline, n, n, Duration.ofHours(30));
        }
        send(pipeline, 100, 0, Duration.ofHours(30));
        send(pipeline, 101, 1, Duration.ofHours(32));

        // The duplicates left nothing; ids, documents and open commits go on.
        assertThat(seen.activities).extracting(Activity::id).containsExactly(11L, 12L);
        assertThat(seen.activities.get(0).changes())
                .containsExactly(new FieldChange("n", new JsonText("0"), new JsonText("100")));
        assertThat(seen.commits).isNotEmpty().first().extracting(Commit::number).isEqualTo(1L);
        assertThat(seen.rejects).isEmpty();
    }

    @Test
    void isRefusedUnderAHorizonThatItWasNotWrittenUnder() {
        write(PipelineSettings.DEFAULT.withHorizon(Duration.ofHours(48)), Duration.ofHours(4));
        ChangePipeline pipeline = pipeline(PipelineSettings.DEFAULT);

        assertThatThrownBy(() -> send(pipeline, 100, 0, Duration.ofHours(41)))
                .isInstanceOf(UnusableEpoch.class)
                .hasMessageContaining("under another deduplication-horizon than the 24h of epoch 1")
                .hasMessageContaining("`annals rebuild`");
    }

    /** Ten activities of ten objects, and then what epochs brought taken out of the state. */
    private void write(PipelineSettings settings, Duration apart) {
        ChangePipeline pipeline = pipeline(settings);
        for (int n = 0; n < 10; n++) {
            send(pipeline, n, n, apart.multipliedBy(n));
        }
        assertThat(seen.activities).hasSize(10);
        tenants.delete(new byte[] {1});
        tenants.delete(new byte[] {2});
    }

    private ChangePipeline pipeline(PipelineSettings settings) {
        Epoch epoch = new Epoch(1, "0".repeat(32), KeyCheck.of(KEY), settings.text());
        return new ChangePipeline(
                new Topics("t", 1),
                RedactionKeys.of(KEY),
                partition -> Optional.of(EpochRecord.seal(epoch, KEY)),
                SchemaSource.NONE,
                stores,
                seen,
                false);
    }

    private void send(ChangePipeline pipeline, int id, int object, Duration later) {
        String event = """
                {"id":"%d","source":"s","time":"2026-01-31T12:00:00Z","object":{"type":"host","id":"%d"},"commit_id":"c","after":{"n":%d}}""".formatted(id, object, id);
        pipeline.process(new LogRecord(
                "t.changes",
                0,
                offset++,
                START + later.toMillis(),
                "default".getBytes(UTF_8),
                event.getBytes(UTF_8),
                new RecordHeaders()));
    }

    private static final class Seen implements Outputs {
        final List<Activity> activities = new ArrayList<>();
        final List<Commit> commits = new ArrayList<>();
        final List<Reject> rejects = new ArrayList<>();

        void clear() {
            activities.clear();
            commits.clear();
            rejects.clear();
        }

        @Override
        public void activity(Activity activity, byte[] bytes, long now) {
            activities.add(activity);
        }

        @Override
        public void commit(CommitAvro.Sealed sealed, long now) {
            commits.add(sealed.commit());
        }

        @Override
        public void reject(Reject reject, long now) {
            rejects.add(reject);
        }

        @Override
        public void schema(SchemaRecord schema, long now) {
            throw new AssertionError("every event is JSON");
        }

        @Override
        public void forward(LogRecord record, String tenant) {
            throw new AssertionError("there is one partition");
        }
    }
}
