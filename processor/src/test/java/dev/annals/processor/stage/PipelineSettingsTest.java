package dev.annals.processor.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipelineSettingsTest {
    @Test
    void whatIsOnALogIsReadBackFromIt() {
        assertThat(PipelineSettings.of(PipelineSettings.DEFAULT.text())).isEqualTo(PipelineSettings.DEFAULT);
    }

    @Test
    void aReleaseProcessesEverySemanticsThatItHasTheStagesFor() {
        assertThat(IntStream.rangeClosed(2, 4).mapToObj(semantics -> PipelineSettings.refusal(semantics, 2, 4)))
                .allMatch(refusal -> refusal.isEmpty());
    }

    @Test
    void whoeverCannotProcessALogIsToldWhichReleaseCan() {
        assertThat(PipelineSettings.refusal(5, 2, 4))
                .hasValue(
                        "the log is processed under semantics 5, and this release knows them up to 4; run the release that set them, or a newer one");
        assertThat(PipelineSettings.refusal(1, 2, 4))
                .hasValue(
                        "the log is processed under semantics 1, and this release knows them from 2 on; raise them by `annals reconfigure` of an older release that knows both");
    }
}
