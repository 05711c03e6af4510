package dev.annals.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.annals.model.Activity;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.model.Reject;
import dev.annals.model.Standing;
import dev.annals.processor.stage.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that come in another order than they happened in, and events and objects at the end of what can be kept. */
class LateChangesTest {
    private static final String BASE = "{'id':'%s','source':'s','time':'%s','object':{'type':'host','id':'a'}%s}";

    @TempDir
    Path directory;

    private DrivenPipeline pipeline;

    @BeforeEach
    void start() {
        pipeline = new DrivenPipeline(directory, PipelineSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void anEventThatComesAgainAfterTheHorizonUndoesNothing() {
        pipeline.change(event("1", "2026-01-30T10:00:00Z", ",'before':{'n':'A'},'after':{'n':'B'}"))
                .change(event("2", "2026-01-30T11:00:00Z", ",'before':{'n':'B'},'after':{'n':'C'}"))
                .after(Duration.ofDays(2))
                .change(event("1", "2026-01-30T10:00:00Z", ",'before':{'n':'A'},'after':{'n':'B'}"))
                .change(event("3", "2026-01-30T12:00:00Z", ",'before':{'n':'C'},'after':{'n':'D'}"));

        assertThat(pipeline.activities())
                .extracting(Activity::id, Activity::changes, Activity::standing)
                .containsExactly(
                        tuple(1L, change("A", "B"), new Standing(false, true, false)),
                        tuple(2L, change("B", "C"), new Standing(false, true, false)),
                        tuple(3L, change("A", "B"), new Standing(true, true, false, new JsonText("{\"n\":\"B\"}"))),
                        tuple(4L, change("C", "D"), new Standing(false, true, false)));
    }

    @Test
    void anEventDatedAheadOfTheLogDoesNotMakeAllLaterOnesLate() {
        pipeline.change(event("1", "2099-01-01T00:00:00Z", ",'after':{'n':'B'}"))
                .after(Duration.ofSeconds(1))
                .change(event("2", "2026-01-31T12:00:00.5Z", ",'after':{'n':'C'}"))
                .change(event("3", "2026-01-31T12:00:00.6Z", ",'after':{'n':'D'}"));

        assertThat(pipeline.activities())
                .extracting(activity -> activity.standing().late())
                .containsExactly(false, false, false);
    }

    @Test
    void anObjectOfAnySizeCanBeShrunkAndDeleted() {
        String large = "x".repeat(900_000);
        for (int i = 0; i < 9; i++) {
            pipeline.change(event("p" + i, "2026-01-31T10:00:00Z", ",'patch':{'f" + i + "':'" + large + "'}"));
        }
        int grown = pipeline.activities().size();
        assertThat(pipeline.rejects()).extracting(Reject::reason).containsOnly(Reject.Reason.TOO_LARGE);
        assertThat(grown).isGreaterThanOrEqualTo(5);

        pipeline.change(event("s", "2026-01-31T10:00:00Z", ",'patch':{'f0':1}"));
        pipeline.change(event("d", "2026-01-31T10:00:00Z", ",'operation':'delete'"));

        List<Activity> activities = pipeline.activities();
        assertThat(pipeline.rejects()).isEmpty();
        assertThat(activities).extracting(Activity::operation).containsExactly(Operation.UPDATE, Operation.DELETE);
        assertThat(activities.get(1).changes()).hasSize(grown);
    }

    @Test
    void aDeleteWhoseOldValuesDoNotFitIsCutAndSaysSo() {
        String large = "x".repeat(900_000);
        for (int i = 0; i < 5; i++) {
            pipeline.change(event("p" + i, "2026-01-31T10:00:00Z", ",'patch':{'n':{'f" + i + "':'" + large + "'}}"));
        }
        assertThat(pipeline.activities()).hasSize(5);

        // The nested value as it was and as it is do not fit into one activity together.
        pipeline.change(event("s", "2026-01-31T10:00:00Z", ",'patch':{'n':{'f0':'" + large.substring(400_000) + "'}}"));

        assertThat(pipeline.rejects()).isEmpty();
        Activity shrunk = pipeline.activities().get(0);
        assertThat(shrunk.standing().cut()).isTrue();
        FieldChange only = shrunk.changes().get(0);
        assertThat(only.oldValue().text()).startsWith("{\"$cut\":\"object\",\"bytes\":45");
        assertThat(only.newValue().text()).hasSizeGreaterThan(4_000_000);

        pipeline.change(event("d", "2026-01-31T10:00:00Z", ",'operation':'delete'"));
        assertThat(pipeline.activities())
                .singleElement()
                .matches(activity -> !activity.standing().cut());
    }

    @Test
    void theActivityAfterTheLastPossibleIdIsRefusedAndOtherTenantsGoOn() {
        pipeline.change(event("0", "2026-01-31T10:00:00Z", ",'after':{'n':0}"));
        pipeline.lastActivity("red", Activity.LARGEST_ID - 1, "default");
        pipeline.change(event("1", "2026-01-31T10:00:00Z", ",'after':{'n':1},'tenant':'red'"))
                .change(event("2", "2026-01-31T10:00:01Z", ",'after':{'n':2},'tenant':'red'"))
                .change(event("3", "2026-01-31T10:00:02Z", ",'after':{'n':3}"))
                .change(event("4", "2026-01-31T10:00:01Z", ",'after':{'n':1},'tenant':'red'"));

        assertThat(pipeline.activities())
                .extracting(Activity::tenant, Activity::id)
                .containsExactly(tuple("default", 1L), tuple("red", 4_294_967_295L), tuple("default", 2L));
        assertThat(pipeline.rejects()).singleElement().satisfies(reject -> {
            assertThat(reject.reason()).isEqualTo(Reject.Reason.TOO_LARGE);
            assertThat(reject.eventId()).isEqualTo("2");
            assertThat(reject.detail())
                    .isEqualTo("tenant: has 4294967295 activities, as many as can be numbered"
                            + " (expected: a tenant with fewer; send on under a new one)");
        });
        // What was refused has changed nothing, so the document is still the first one.
        assertThat(pipeline.counters("red").unchanged()).isEqualTo(1);
    }

    private static List<FieldChange> change(String before, String after) {
        return List.of(new FieldChange("n", text(before), text(after)));
    }

    private static JsonText text(String value) {
        return new JsonText('"' + value + '"');
    }

    private static String event(String id, String time, String more) {
        return BASE.formatted(id, time, more);
    }
}
