package dev.annals.processor.stage.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.deduplicate.DigestLengths;
import dev.annals.processor.stage.memory.MemoryLayer;
import dev.annals.redact.RedactionKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochStateTest {
    private static final RedactionKey KEY = RedactionKey.of(new byte[RedactionKey.LENGTH]);
    private static final EpochState STATE = new EpochState(
            3,
            EpochRecord.seal(new Epoch(1, "0".repeat(32), KeyCheck.of(KEY), PipelineSettings.DEFAULT.text()), KEY),
            true,
            17,
            1_000,
            List.of(new EpochState.Layer(MemoryLayer.current(0, 500), KeyCheck.of(KEY), DigestLengths.CURRENT)));

    @Test
    void itIsReadAsItWasWritten() {
        EpochState read = EpochState.of(STATE.bytes());

        assertThat(read.layers()).isEqualTo(STATE.layers());
        assertThat(read.epoch()).isEqualTo(STATE.epoch());
        assertThat(read.offset()).isEqualTo(17);
    }

    @Test
    void layersOfAnEarlierReleaseHaveLongDigests() {
        String earlier = new String(STATE.bytes(), UTF_8).replaceAll(",\"(key|body)_bytes\":\\d+", "");

        assertThat(EpochState.of(earlier.getBytes(UTF_8)).layers())
                .extracting(EpochState.Layer::digests)
                .containsExactly(DigestLengths.EARLIER);
    }
}
