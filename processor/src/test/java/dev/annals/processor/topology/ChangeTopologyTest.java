package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.annals.codec.ActivityAvro;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.model.Reject;
import dev.annals.model.Reject.Reason;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTopologyTest {
    private static final String BASE =
            "{'id':'%s','source':'s','time':'2026-01-31T12:00:00Z','object':{'type':'host','id':'%s'}%s}";

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
    void theTopologyIsOneSubtopology() {
        assertThat(new ChangeTopology(DrivenPipeline.TOPICS, TestKeys.KEYS, TestEpochs.ahead(PipelineSettings.DEFAULT))
                        .get()
                        .describe()
                        .subtopologies())
                .hasSize(1)
                .extracting(TopologyDescription.Subtopology::id)
                .containsExactly(0);
    }

    @Test
    void createUpdateDeleteAreNumberedAndChained() {
        pipeline.change(event("1", "a", ",'after':{'n':1}"))
                .change(event("2", "a", ",'after':{'n':2}"))
                .change(event("3", "a", ",'after':null"));

        List<Activity> activities = pipeline.activities();

        assertThat(activities)
                .extracting(Activity::id, Activity::operation)
                .containsExactly(tuple(1L, Operation.CREATE), tuple(2L, Operation.UPDATE), tuple(3L, Operation.DELETE));
        assertThat(activities.get(1).changes())
                .containsExactly(new FieldChange("n", new JsonText("1"), new JsonText("2")));
        Hash previous = Hash.ZERO;
        for (Activity activity : activities) {
            assertThat(ActivityAvro.seal(activity, previous).activity().hash()).isEqualTo(activity.hash());
            previous = activity.hash();
        }
    }

    @Test
    void tenantsAreNumberedApart() {
        pipeline.change(event("1", "a", ",'after':{},'tenant':'red'"))
                .change(event("1", "a", ",'after':{},'tenant':'blue'"))
                .change(event("2", "b", ",'after':{},'tenant':'red'"));

        assertThat(pipeline.activities())
                .extracting(Activity::tenant, Activity::id)
                .containsExactly(tuple("red", 1L), tuple("blue", 1L), tuple("red", 2L));
    }

    @Test
    void aRetryIsCountedAndMakesNoActivity() {
        pipeline.change(event("1", "a", ",'after':{'n':1}")).change(event("1", "a", ",'after':{'n':1}"));

        assertThat(pipeline.activities()).hasSize(1);
        assertThat(pipeline.rejects()).isEmpty();
        assertThat(pipeline.counters("default")).isEqualTo(new Counters(1, 0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void aForeignRecordThatCanBeNoChangeIsARejectWithItsReason() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Topics.REFUSED_HEADER, "missing_field shop.hosts-0@7: object.id: missing".getBytes(UTF_8));
        pipeline.record(
                        "red",
                        event("1", "a", ",'after':{'n':1}").replace('\'', '"').getBytes(UTF_8),
                        headers)
                .record("red", null, headers);

        assertThat(pipeline.activities()).isEmpty();
        assertThat(pipeline.rejects()).hasSize(2).allSatisfy(reject -> {
            assertThat(reject.reason()).isEqualTo(Reason.MISSING_FIELD);
            assertThat(reject.detail()).isEqualTo("shop.hosts-0@7: object.id: missing");
            assertThat(reject.tenant()).isEqualTo("red");
        });
    }

    @Test
    void aHeaderThatGivesNoReasonRefusesNothing() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Topics.REFUSED_HEADER, "whatever".getBytes(UTF_8));
        pipeline.record(
                "default",
                event("1", "a", ",'after':{'n':1}").replace('\'', '"').getBytes(UTF_8),
                headers);

        assertThat(pipeline.activities()).hasSize(1);
    }

    @Test
    void theSameKeyWithAnotherBodyIsAConflict() {
        pipeline.change(event("1", "a", ",'after':{'n':1}")).change(event("1", "a", ",'after':{'n':2}"));

        assertThat(pipeline.activities()).hasSize(1);
        assertThat(pipeline.rejects()).singleElement().satisfies(reject -> {
            assertThat(reject.reason()).isEqualTo(Reason.CONFLICT);
            assertThat(reject.source()).isEqualTo("s");
            assertThat(reject.eventId()).isEqualTo("1");
            assertThat(reject.topic()).isEqualTo("t.changes");
            assertThat(reject.offset()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",'after':{'n':1,'m':[1e2,{'x':1,'y':2}]} | ,'after':{'m':[100,{'y':2.0,'x':1}],'n':1.0}",
                ",'patch':{'b':null,'a':{'c':1}} | ,'patch':{'a':{'c':1.00},'b':null}",
                ",'changes':{'a':[1,2],'b':[null,'x']} | ,'changes':{'b':[null,'x'],'a':[1.0,2]}",
                ",'after':{},'labels':{'a':'1','b':'2'} | ,'labels':{'b':'2','a':'1'},'after':{}",
                ",'after':{},'sensitive':['/a','/b'] | ,'after':{},'sensitive':['/b','/a','/b']",
                ",'after':{},'related':[{'type':'t','id':'1'},{'type':'t','id':'2'}]"
                        + " | ,'after':{},'related':[{'id':'2','type':'t'},{'type':'t','id':'1'}]",
                ",'after':{},'execution':{'id':'1','duration':1.50} | ,'after':{},'execution':{'duration':15e-1,'id':'1'}",
                ",'after':{},'presentation':{'data':{'a':1,'b':2}} | ,'after':{},'presentation':{'data':{'b':2.0,'a':1}}",
            })
    void theSameEventInAnotherSpellingIsARetry(String first, String second) {
        pipeline.change(event("1", "a", first)).change(event("1", "a", second));

        assertThat(pipeline.rejects()).isEmpty();
        assertThat(pipeline.counters("default").duplicates()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",'after':{'n':[1,2]} | ,'after':{'n':[2,1]}",
                ",'after':{'n':1} | ,'after':{'n':'1'}",
                ",'after':{'n':10} | ,'after':{'n':1}",
                ",'after':{'n':null} | ,'after':{}",
                ",'changes':{'a':[1,2]} | ,'changes':{'a':[2,1]}",
            })
    void anotherEventUnderTheSameKeyIsAConflict(String first, String second) {
        pipeline.change(event("1", "a", first)).change(event("1", "a", second));

        assertThat(pipeline.rejects()).extracting(Reject::reason).containsExactly(Reason.CONFLICT);
    }

    @Test
    void aKeyIsForgottenAfterTheHorizon() {
        pipeline.change(event("1", "a", ",'after':{'n':1}"))
                .after(Duration.ofDays(1))
                .change(event("1", "a", ",'after':{'n':2}"));

        assertThat(pipeline.activities()).hasSize(2);
    }

    @Test
    void aSensitivePointerAtNothingIsCountedOncePerAcceptedChange() {
        String pointers = ",'after':{'pin':1},'sensitive':['/after/pin','/pni','/after/x']";

        pipeline.change(event("1", "a", pointers)).change(event("1", "a", pointers));

        assertThat(pipeline.counters("default")).isEqualTo(new Counters(1, 0, 0, 0, 1, 0, 0, 2));
    }

    @Test
    void whatChangesNothingIsCounted() {
        pipeline.change(event("1", "a", ",'after':{'n':1}"))
                .change(event("2", "a", ",'after':{'n':1.0}"))
                .change(event("3", "a", ",'after':{'n':5},'snapshot':true"))
                .change(event("4", "a", ",'after':{'n':6}"));

        assertThat(pipeline.activities())
                .extracting(Activity::changes)
                .last()
                .isEqualTo(List.of(new FieldChange("n", new JsonText("5"), new JsonText("6"))));
        Counters counters = pipeline.counters("default");
        assertThat(counters).isEqualTo(new Counters(2, 0, 0, 1, 0, 1, 0, 0));
        assertThat(counters.changes()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no format at all | UNKNOWN_FORMAT",
                "{'id': | MALFORMED",
                "{'id':'1','source':'s','time':'2026-01-31T12:00:00Z','object':{'type':'a','id':'1'},'colour':'red'} | UNKNOWN_FIELD",
                "{'id':'1','source':'s','time':'2026-01-31T12:00:00Z'} | MISSING_FIELD",
                "{'id':'1','source':'s','time':'yesterday','object':{'type':'a','id':'1'}} | INVALID_FIELD",
                "{'id':'1','source':'s','time':'2026-01-31T12:00:00Z','object':{'type':'a','id':'1'},'operation':'associate'} | MISSING_FIELD",
            })
    void whatCannotBeReadIsRejectedWithReasonAndPlaceAndTheRestGoesThrough(String bad, Reason reason) {
        pipeline.change(event("a", "a", ",'after':{}")).change(bad).change(event("b", "b", ",'after':{}"));

        assertThat(pipeline.activities()).extracting(Activity::id).containsExactly(1L, 2L);
        assertThat(pipeline.rejects())
                .extracting(Reject::reason, Reject::tenant, Reject::topic, Reject::partition, Reject::offset)
                .containsExactly(tuple(reason, "default", "t.changes", 0, 1L));
        assertThat(pipeline.counters("default").changes()).isEqualTo(3);
    }

    @Test
    void anOversizedRecordIsRejected() {
        pipeline.change(event("1", "a", ",'after':{'n':'" + "x".repeat(2_000_000) + "'}"));

        assertThat(pipeline.rejects()).extracting(Reject::reason).containsExactly(Reason.TOO_LARGE);
    }

    @Test
    void aDocumentThatGrowsTooLargeByPatchesIsRejectedAndStaysAsItWas() {
        for (int i = 0; i < 12; i++) {
            pipeline.change(event("p" + i, "a", ",'patch':{'f" + i + "':'" + "x".repeat(900_000) + "'}"));
        }
        pipeline.change(event("last", "a", ",'patch':{'small':1}"));

        List<Activity> activities = pipeline.activities();
        assertThat(pipeline.rejects()).isNotEmpty().extracting(Reject::reason).containsOnly(Reason.TOO_LARGE);
        assertThat(activities.get(activities.size() - 1).changes())
                .containsExactly(new FieldChange("small", null, new JsonText("1")));
    }

    @Test
    void recordsWithoutValueOrKeyOrWithHugeOnesAreRejected() {
        pipeline.record(null, null, new RecordHeaders())
                .record("k".repeat(1_000_000), null, new RecordHeaders())
                .record(
                        "red",
                        new byte[0],
                        new RecordHeaders().add("annals-tick", null).add("", new byte[0]))
                .record("red", new byte[] {0, 1, 2, 3, 4, 5}, new RecordHeaders())
                .record("not a tenant", new byte[] {(byte) 0xC3, 1, 9, 9, 9}, new RecordHeaders());

        assertThat(pipeline.rejects())
                .extracting(Reject::tenant)
                .containsExactly("default", "default", "red", "red", "default");
        assertThat(pipeline.activities()).isEmpty();
    }

    @Test
    void aTickHeaderOnAChangeDoesNotHideIt() {
        String json = event("1", "a", ",'after':{}").replace('\'', '"');

        pipeline.record(null, json.getBytes(UTF_8), new RecordHeaders().add(Topics.TICK_HEADER, null));

        assertThat(pipeline.activities()).hasSize(1);
    }

    /** As after a crash of broker and processor: a running processor would have appended ticks. */
    @Test
    void aSilenceOfAnyLengthCutsNoActionInTwo() {
        for (int n = 1; n <= 4; n++) {
            pipeline.change(event(Integer.toString(n), "a", ",'after':{'n':" + n + "},'commit_id':'c','commit_size':4"))
                    .after(Duration.ofMinutes(n % 2 == 0 ? 1 : 600));
            // What was sent before the crash is sent again after it.
            pipeline.change(event("1", "a", ",'after':{'n':1},'commit_id':'c','commit_size':4"));
        }

        assertThat(pipeline.commits())
                .singleElement()
                .satisfies(commit -> assertThat(commit.activities()).hasSize(4));
    }

    @Test
    void aCommitClosesWithItsLastMemberAndListsItsActivities() {
        pipeline.change(event("1", "a", ",'after':{},'commit_id':'c','commit_size':2"));
        assertThat(pipeline.commits()).isEmpty();

        pipeline.change(event("2", "b", ",'after':{},'commit_id':'c','commit_size':2"));

        assertThat(pipeline.commits()).singleElement().satisfies(commit -> {
            assertThat(commit.number()).isEqualTo(1);
            assertThat(commit.activities()).containsExactly(1L, 2L);
            assertThat(commit.hash()).isNotEqualTo(Hash.ZERO);
        });
    }

    @Test
    void anEventThatChangesNothingIsNotWaitedFor() {
        pipeline.change(event("0", "a", ",'after':{'n':1},'commit_id':'other','commit_size':1"))
                .change(event("1", "a", ",'after':{'n':1},'commit_id':'c','commit_size':4"))
                .change(event("2", "b", ",'after':{'n':1},'commit_id':'c','commit_size':4"))
                .change(event("3", "b", ",'after':{'n':1},'commit_id':'c','commit_size':4"))
                .change(event("4", "c", ",'after':{'n':1},'commit_id':'c','commit_size':4"));

        assertThat(pipeline.commits())
                .extracting(Commit::activities, Commit::continues)
                .containsExactly(tuple(List.of(1L), null), tuple(List.of(2L, 3L), null));
    }

    @Test
    void aQuietLogIsTickedOnceAndItsCommitsClose() {
        pipeline.change(event("1", "a", ",'after':{}")).quiet(Duration.ofSeconds(5));

        assertThat(pipeline.commits()).extracting(Commit::activities).containsExactly(List.of(1L));
        assertThat(pipeline.writtenBack()).singleElement().satisfies(tick -> {
            assertThat(tick.key()).isNull();
            assertThat(tick.headers().lastHeader(Topics.TICK_HEADER)).isNotNull();
        });
        assertThat(pipeline.counters("default")).isEqualTo(new Counters(1, 1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aLogWithNothingOpenIsNotTicked() {
        pipeline.change(event("1", "a", ",'after':{},'commit_id':'c','commit_size':1"))
                .quiet(Duration.ofSeconds(5));

        assertThat(pipeline.writtenBack()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTickArrivingClosesWhatIsDue(boolean due) {
        pipeline.change(event("1", "a", ",'after':{}"))
                .after(Duration.ofMillis(due ? 1000 : 999))
                .record(null, null, new RecordHeaders().add(Topics.TICK_HEADER, new byte[] {1}));

        assertThat(pipeline.commits()).hasSize(due ? 1 : 0);
        assertThat(pipeline.rejects()).isEmpty();
    }

    @Test
    void aClockThatJumpsAheadByAYearAndComesBackStopsNothing() {
        pipeline.change(event("1", "a", ",'after':{'n':1}"))
                .after(Duration.ofDays(365))
                .change(event("2", "b", ",'after':{'n':1}"))
                .after(Duration.ofDays(-365).plusSeconds(5))
                .change(event("3", "c", ",'after':{'n':1}"))
                .change(event("2", "b", ",'after':{'n':1}"));
        // The first is due by the jump; the others wait on under the new clock.
        assertThat(pipeline.commits()).extracting(Commit::activities).containsExactly(List.of(1L));
        assertThat(pipeline.counters("default").duplicates()).isEqualTo(1);

        pipeline.after(Duration.ofSeconds(1)).record(null, null, new RecordHeaders().add(Topics.TICK_HEADER, null));
        assertThat(pipeline.commits()).extracting(Commit::activities).containsExactly(List.of(2L), List.of(3L));

        pipeline.after(Duration.ofDays(1)).change(event("3", "c", ",'after':{'n':2}"));
        assertThat(pipeline.activities()).extracting(Activity::id).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatBearsTheForwardedHeaderOnItsOwnPartitionIsAChangeLikeAnyOther() {
        String json = event("1", "a", ",'after':{}").replace('\'', '"');

        pipeline.record("x", json.getBytes(UTF_8), new RecordHeaders().add(Topics.FORWARDED_FROM_HEADER, null));

        assertThat(pipeline.activities()).hasSize(1);
    }

    @Test
    void nothingOfTheInputsHeadersReachesTheLogs() {
        String json = event("1", "a", ",'after':{}").replace('\'', '"');

        pipeline.record(
                "default", json.getBytes(UTF_8), new RecordHeaders().add("password", "hunter2".getBytes(UTF_8)));

        assertThat(pipeline.activityHeaders()).isEmpty();
    }

    @Test
    void aChangedSecretIsReportedAsChangedWithoutItsValue() {
        pipeline.change(event("1", "a", ",'after':{'password':'hunter2'}"))
                .change(event("2", "a", ",'after':{'password':'hunter3'}"))
                .change(event("3", "a", ",'after':{'password':'hunter3'}"));

        List<Activity> activities = pipeline.activities();

        JsonText mark = new JsonText("{\"$annals\":\"redacted\",\"was\":\"string\"}");
        assertThat(activities).hasSize(2);
        assertThat(activities.get(1).changes()).containsExactly(new FieldChange("password", mark, mark));
        assertThat(pipeline.counters("default").unchanged()).isEqualTo(1);
    }

    @Test
    void aPatchReplacesAMaskedObjectWhole() {
        pipeline.change(event("1", "a", ",'after':{'secret':{'a':1,'b':2}}"))
                .change(event("2", "a", ",'patch':{'secret':{'c':3}}"))
                .change(event("3", "a", ",'after':{'secret':{'c':3}}"));

        assertThat(pipeline.activities()).hasSize(2);
        assertThat(pipeline.counters("default").unchanged()).isEqualTo(1);
    }

    @Test
    void aSecretIsInNoByteOfAnyStore() {
        pipeline.change(event("1", "a", ",'before':{'password':'canary-1'},'after':{'token':'canary-2'}"))
                .change(event("2", "a", ",'patch':{'nested':[{'api_key':'canary-3'}]}"))
                .change(event("3", "a", ",'changes':{'secret':['canary-4','canary-5']}"))
                .change(event("4", "b", ",'after':{'x':'canary-6'},'sensitive':['/x']"))
                .change(event("4", "b", ",'after':{'x':'canary-7'},'sensitive':['/x']"));

        assertThat(pipeline.stateAsText()).isNotEmpty().noneMatch(text -> text.contains("canary"));
    }

    private static String event(String id, String object, String more) {
        return BASE.formatted(id, object, more);
    }
}
