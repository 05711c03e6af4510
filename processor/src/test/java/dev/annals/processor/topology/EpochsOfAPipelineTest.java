package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.Reject;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.epoch.UnusableEpoch;
import dev.annals.processor.stage.group.CommitBounds;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that change in the middle of a log, and records that only claim to change them. */
class EpochsOfAPipelineTest {
    private static final PipelineSettings SETTINGS = PipelineSettings.DEFAULT;
    private static final EpochRecord FIRST = TestEpochs.first(SETTINGS);
    private static final RedactionKey OTHER_KEY = RedactionKey.of("another key of 32 bytes, exactly".getBytes(UTF_8));

    @TempDir
    Path directory;

    private DrivenPipeline pipeline;

    @BeforeEach
    void start() {
        pipeline = new DrivenPipeline(directory, RedactionKeys.of(TestKeys.KEY, OTHER_KEY), TestEpochs.ahead(SETTINGS));
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void anEpochIsNoChangeAndCountsNowhere() {
        pipeline.epoch(FIRST).change(event("1", ",'after':{'n':1}"));

        assertThat(pipeline.rejects()).isEmpty();
        assertThat(pipeline.activities()).hasSize(1);
        assertThat(pipeline.counters("default").changes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "2h", "3000d"})
    void aChangeOfTheHorizonForgetsNoEventThatWasSeen(String horizon) {
        PipelineSettings other = SETTINGS.withHorizon(dev.annals.model.TimeSpan.parse(horizon));
        pipeline.epoch(FIRST);
        for (int i = 0; i < 20; i++) {
            pipeline.change(event("e" + i, ",'after':{'n':" + i + "}")).after(Duration.ofHours(1));
        }

        pipeline.epoch(TestEpochs.after(FIRST, other));
        for (int i = 0; i < 20; i++) {
            pipeline.change(event("e" + i, ",'after':{'n':" + i + "}"));
        }

        assertThat(pipeline.activities()).hasSize(20);
        assertThat(pipeline.counters("default").duplicates()).isEqualTo(20);
    }

    @Test
    void anEventIsRememberedForTheHorizonUnderWhichItWasSeenAndNoLonger() {
        EpochRecord second = TestEpochs.after(FIRST, SETTINGS.withHorizon(Duration.ofHours(1)));
        EpochRecord third = TestEpochs.after(second, SETTINGS.withHorizon(Duration.ofDays(30)));
        pipeline.epoch(FIRST)
                .change(event("day", ",'after':{'n':1}"))
                .epoch(second)
                .change(event("hour", ",'after':{'n':2}"))
                .epoch(third)
                .change(event("month", ",'after':{'n':3}"))
                .after(Duration.ofHours(1))
                .change(event("day", ",'after':{'n':1}"))
                .change(event("hour", ",'after':{'n':2}"))
                .after(Duration.ofHours(23))
                .change(event("day", ",'after':{'n':1}"))
                .after(Duration.ofDays(28))
                .change(event("month", ",'after':{'n':3}"));

        assertThat(pipeline.activities())
                .extracting(a -> a.origin().eventId())
                .containsExactly("day", "hour", "month", "hour", "day");
        assertThat(pipeline.counters("default").duplicates()).isEqualTo(2);
    }

    @Test
    void aClosedCommitIsRememberedByItsLastNumberAlsoWhenTheHorizonBecameShorter() {
        PipelineSettings shorter = SETTINGS.withHorizon(Duration.ofHours(1));
        pipeline.epoch(FIRST)
                .change(event("1", ",'after':{'n':1},'commit_id':'c','commit_size':1"))
                .epoch(TestEpochs.after(FIRST, shorter))
                .change(event("2", ",'after':{'n':2},'commit_id':'c','commit_size':2"))
                .after(Duration.ofHours(2))
                .change(event("3", ",'after':{'n':3},'commit_id':'c','commit_size':1"));

        assertThat(pipeline.commits()).extracting(Commit::continues).containsExactly(null, 1L, null);
    }

    @Test
    void redactionRulesAndGapsChangeAtExactlyTheEpochsRecord() {
        PipelineSettings other = SETTINGS.with(RedactionRules.parse(List.of("pin_code")))
                .with(CommitBounds.DEFAULT.withGap(Duration.ofMinutes(5)));
        pipeline.epoch(FIRST)
                .change(event("1", ",'after':{'pin_code':'1234'}"))
                .after(Duration.ofSeconds(1))
                .epoch(TestEpochs.after(FIRST, other));
        assertThat(pipeline.commits()).hasSize(1);
        pipeline.change(event("2", ",'after':{'pin_code':'5678'}"))
                .after(Duration.ofSeconds(299))
                .change(event("3", ",'snapshot':true,'after':{'pin_code':'5678'}"));

        List<Activity> activities = pipeline.activities();
        assertThat(activities.get(0).changes().get(0).newValue().text()).isEqualTo("\"1234\"");
        assertThat(activities.get(1).changes().get(0).newValue().text()).contains("$annals");
        assertThat(pipeline.commits()).isEmpty();
        pipeline.after(Duration.ofSeconds(1)).change(event("4", ",'snapshot':true,'after':{}"));
        assertThat(pipeline.commits()).hasSize(1);
    }

    @Test
    void anEventSeenUnderAnEarlierKeyIsStillADuplicate() {
        pipeline.epoch(FIRST)
                .change(event("1", ",'after':{'n':1}"))
                .epoch(TestEpochs.after(FIRST, SETTINGS, TestKeys.KEY, OTHER_KEY))
                .change(event("1", ",'after':{'n':1}"))
                .change(event("1", ",'after':{'n':2}"));

        assertThat(pipeline.activities()).hasSize(1);
        assertThat(pipeline.rejects()).extracting(Reject::reason).containsExactly(Reject.Reason.CONFLICT);
        assertThat(pipeline.counters("default").duplicates()).isEqualTo(1);
    }

    @Test
    void whatOnlyClaimsToBeAnEpochIsARejectAndChangesNothing() {
        PipelineSettings harmful = SETTINGS.with(RedactionRules.of(List.of("nothing"), List.of()));
        EpochRecord second = TestEpochs.after(FIRST, SETTINGS);
        EpochRecord forged = EpochRecord.seal(FIRST.epoch().next(KeyCheck.of(TestKeys.KEY), harmful.text()), OTHER_KEY);
        EpochRecord otherLog =
                EpochRecord.seal(new Epoch(2, "f".repeat(32), KeyCheck.of(TestKeys.KEY), harmful.text()), TestKeys.KEY);
        pipeline.epoch(FIRST)
                .epoch(FIRST)
                .epoch(TestEpochs.after(second, harmful))
                .epoch(forged)
                .epoch(otherLog)
                .epoch("{\"annals_epoch\":1}".getBytes(UTF_8))
                .epoch("{\"annals_epoch\":99,\"number\":2}".getBytes(UTF_8))
                .epoch(new String(second.bytes(), UTF_8).replace("1s", "2s").getBytes(UTF_8))
                .epoch("no epoch at all".getBytes(UTF_8))
                .change(event("1", ",'after':{'password':'hunter2'}"));

        assertThat(pipeline.rejects())
                .extracting(Reject::detail)
                .containsExactly(
                        "epoch: number 1 (expected: 2)",
                        "epoch: number 3 (expected: 2)",
                        "epoch: not sealed under this log's redaction key; only Annals may append epochs",
                        "epoch: belongs to another log",
                        "epoch: number is not a whole number",
                        "epoch: not of format 1",
                        "epoch: not sealed under this log's redaction key; only Annals may append epochs",
                        "the record begins with no known format (expected: a JSON object, Confluent's wire format, which begins 00, or Avro in single-object encoding, which begins C3 01)");
        assertThat(pipeline.activities().get(0).changes().get(0).newValue().text())
                .contains("$annals");
    }

    @Test
    void aChangeThatBearsTheHeaderIsAChange() {
        pipeline.epoch(event("1", ",'after':{}").replace('\'', '"').getBytes(UTF_8));

        assertThat(pipeline.activities()).hasSize(1);
    }

    @Test
    void anEpochUnderAKeyOrASettingThatIsNotAtHandStopsThePipeline() {
        SortedMap<String, String> newer = new TreeMap<>(SETTINGS.text());
        newer.put("of-the-next-release", "yes");
        EpochRecord unknown = EpochRecord.seal(FIRST.epoch().next(KeyCheck.of(TestKeys.KEY), newer), TestKeys.KEY);
        SortedMap<String, String> later = new TreeMap<>(SETTINGS.text());
        later.putAll(Map.of(PipelineSettings.SEMANTICS_NAME, "2"));
        EpochRecord semantics = EpochRecord.seal(FIRST.epoch().next(KeyCheck.of(TestKeys.KEY), later), TestKeys.KEY);
        EpochRecord key = EpochRecord.seal(FIRST.epoch().next("0".repeat(16), SETTINGS.text()), TestKeys.KEY);

        pipeline.epoch(FIRST);
        for (EpochRecord epoch : List.of(unknown, semantics, key)) {
            assertThatThrownBy(() -> pipeline.epoch(epoch))
                    .hasRootCauseInstanceOf(epoch == key ? UnusableEpoch.class : IllegalArgumentException.class);
        }
    }

    @Test
    void aLogWithoutAnyEpochIsNotProcessedUnderSettingsThatNobodyKnows() {
        pipeline.close();
        pipeline = new DrivenPipeline(directory.resolve("none"), TestKeys.KEYS, partition -> Optional.empty());

        assertThatThrownBy(() -> pipeline.change(event("1", ",'after':{}")))
                .hasRootCauseInstanceOf(UnusableEpoch.class)
                .hasStackTraceContaining("has no epoch");
    }

    private static String event(String id, String more) {
        return "{'id':'%s','source':'s','time':'2026-01-31T12:00:00Z','object':{'type':'host','id':'a'}%s}"
                .formatted(id, more);
    }
}
