package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.RejectAvro;
import dev.annals.model.Activity;
import dev.annals.model.Reject;
import dev.annals.model.Reject.Reason;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PipelineOnBrokerTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final Duration GAP = Duration.ofMillis(300);

    @TempDir
    Path state;

    @Test
    void aChangeUnderAWrongKeyArrivesOnceInItsTenant() {
        List<String> tenants = List.of("default", "red", "blue", "green", "acme.org", "t-6");
        try (LiveLog log = new LiveLog(KAFKA.bootstrapServers(), new Topics(KAFKA.newPrefix(), 4));
                LiveProcessor processor = new LiveProcessor(KAFKA.bootstrapServers(), log, state, GAP)) {
            for (int i = 0; i < 600; i++) {
                String tenant = tenants.get(i % tenants.size());
                log.sendTo(i % 4, event("" + i, tenant, "a", ",'after':{'n':" + i + "}"));
            }
            log.flush();

            List<Activity> activities = activities(log, 600);

            assertThat(activities)
                    .hasSize(600)
                    .extracting(a -> a.origin().eventId())
                    .doesNotHaveDuplicates();
            for (String tenant : tenants) {
                List<Activity> own = activities.stream()
                        .filter(a -> a.tenant().equals(tenant))
                        .toList();
                assertThat(own)
                        .extracting(Activity::id)
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, 100)
                                .mapToObj(Long::valueOf)
                                .toList());
                assertThat(own).extracting(a -> a.origin().partition()).containsOnly(TenantPartition.of(tenant, 4));
            }
            assertThat(processor.counters().values().stream().reduce(Counters.ZERO, Counters::plus))
                    .satisfies(sum -> {
                        assertThat(sum.changes()).isEqualTo(600);
                        assertThat(sum.forwarded()).isEqualTo(450);
                        assertThat(sum.rejects()).isZero();
                    });
        }
    }

    @Test
    void aChangeUnderAWrongKeyWithHugeHeadersArrivesWithoutThem() {
        Topics topics = new Topics(KAFKA.newPrefix(), 2);
        try (LiveLog log = new LiveLog(KAFKA.bootstrapServers(), topics);
                LiveProcessor processor = new LiveProcessor(KAFKA.bootstrapServers(), log, state, GAP)) {
            int wrong = 1 - log.partitionOf("default");
            List<Header> headers = List.of(
                    new RecordHeader("filler", new byte[9 * 1024 * 1024]),
                    new RecordHeader("password", "hunter2".getBytes(UTF_8)));
            log.sendCompressed(wrong, event("1", "default", "a", ",'after':{'n':1}"), headers);
            log.sendTo(wrong, event("2", "default", "a", ",'after':{'n':2}"));
            log.flush();

            assertThat(activities(log, 2)).extracting(a -> a.origin().eventId()).containsExactly("1", "2");
            assertThat(processor.counters().values().stream().reduce(Counters.ZERO, Counters::plus))
                    .extracting(Counters::rejects, Counters::forwarded)
                    .containsExactly(0L, 2L);
            assertThat(log.read(
                            topics.changes(),
                            records -> records.stream()
                                            .filter(record ->
                                                    record.headers().lastHeader(Topics.FORWARDED_FROM_HEADER) != null)
                                            .count()
                                    == 2))
                    .filteredOn(record -> record.headers().lastHeader(Topics.FORWARDED_FROM_HEADER) != null)
                    .allSatisfy(record -> assertThat(record.headers().toArray()).hasSize(1));
        }
    }

    @Test
    void aLogWhoseClockWasAYearAheadIsProcessedAfterItCameBack() {
        Topics topics = new Topics(KAFKA.newPrefix(), 1);
        try (LiveLog log = new LiveLog(KAFKA.bootstrapServers(), topics)) {
            long now = System.currentTimeMillis();
            Iterator<Long> times = List.of(now + Duration.ofDays(365).toMillis(), now, now + 1_000)
                    .iterator();
            log.takeTimestampsFrom(times::next);
            for (int i = 1; i <= 3; i++) {
                log.sendUnder("default", event("" + i, "default", "a" + i, ",'after':{'n':1}"));
            }
            log.flush();
            try (LiveProcessor processor = new LiveProcessor(KAFKA.bootstrapServers(), log, state, GAP)) {
                assertThat(activities(log, 3))
                        .extracting(a -> a.origin().eventId())
                        .containsExactly("1", "2", "3");
                assertThat(processor.counters().get("default").rejects()).isZero();
            }
        }
    }

    @Test
    void everyKindOfBadRecordIsRejectedWithReasonAndPlaceAndTheGoodOnesAroundGoThrough() {
        Topics topics = new Topics(KAFKA.newPrefix(), 1);
        List<byte[]> bad = new ArrayList<>();
        bad.add("no format at all".getBytes(UTF_8));
        bad.add("{\"id\":".getBytes(UTF_8));
        bad.add(event("u", "default", "a", ",'colour':'red'"));
        bad.add("{\"id\":\"m\",\"source\":\"s\",\"time\":\"2026-01-31T12:00:00Z\"}".getBytes(UTF_8));
        bad.add(new String(event("t", "default", "a", ""), UTF_8)
                .replace("2026-01-31", "2026-02-31")
                .getBytes(UTF_8));
        bad.add(event("o", "default", "a", ",'operation':'associate'"));
        bad.add(event("l", "default", "a", ",'after':{'x':'" + "x".repeat(1_100_000) + "'}"));
        bad.add(event("good 0", "default", "a", ",'after':{'other':'body'}"));
        try (LiveLog log = new LiveLog(KAFKA.bootstrapServers(), topics);
                LiveProcessor processor = new LiveProcessor(KAFKA.bootstrapServers(), log, state, GAP)) {
            for (int i = 0; i < bad.size(); i++) {
                log.sendUnder("default", event("good " + i, "default", "g" + i, ",'after':{}"));
                log.sendUnder("default", bad.get(i));
            }
            log.flush();

            List<Reject> rejects = log.read(topics.rejects(), bad.size()).stream()
                    .map(record -> RejectAvro.decode(record.value()).orElseThrow())
                    .toList();

            assertThat(rejects)
                    .extracting(Reject::reason, Reject::topic, Reject::partition, Reject::offset)
                    .containsExactly(
                            tuple(Reason.UNKNOWN_FORMAT, topics.changes(), 0, 3L),
                            tuple(Reason.MALFORMED, topics.changes(), 0, 5L),
                            tuple(Reason.UNKNOWN_FIELD, topics.changes(), 0, 7L),
                            tuple(Reason.MISSING_FIELD, topics.changes(), 0, 9L),
                            tuple(Reason.INVALID_FIELD, topics.changes(), 0, 11L),
                            tuple(Reason.MISSING_FIELD, topics.changes(), 0, 13L),
                            tuple(Reason.TOO_LARGE, topics.changes(), 0, 15L),
                            tuple(Reason.CONFLICT, topics.changes(), 0, 17L));
            assertThat(activities(log, bad.size())).hasSize(bad.size());
            assertThat(processor.counters().get("default").changes()).isEqualTo(2L * bad.size());
        }
    }

    @Test
    void aSecretIsInNoByteOfAnyTopicBehindTheLog() {
        Topics topics = new Topics(KAFKA.newPrefix(), 1);
        try (LiveLog log = new LiveLog(KAFKA.bootstrapServers(), topics);
                LiveProcessor processor = new LiveProcessor(KAFKA.bootstrapServers(), log, state, GAP)) {
            log.send("default", text("1", ",'before':{'password':'canary-1'},'after':{'token':'canary-2'}"));
            log.send("default", text("2", ",'patch':{'nested':[{'api_key':'canary-3'}]},'message':'set canary-3'"));
            log.send("default", text("3", ",'changes':{'secret':['canary-4','canary-5']}"));
            log.send("default", text("3", ",'changes':{'secret':['canary-4','canary-6']}"));
            log.send("default", text("4", ",'commit_id':'c','after':{'x':'canary-7'},'sensitive':['/x']"));
            log.send("default", "{'id':'5','after':{'password':'canary-8'}}");
            log.flush();

            assertThat(log.read(topics.activities(), 4)).hasSize(4).noneMatch(PipelineOnBrokerTest::holdsCanary);
            assertThat(log.read(topics.commits(), commits -> LiveLog.members(commits) == 4))
                    .noneMatch(PipelineOnBrokerTest::holdsCanary);
            assertThat(log.read(topics.rejects(), 2)).hasSize(2).noneMatch(PipelineOnBrokerTest::holdsCanary);
            for (String store : StateStores.names()) {
                String changelog = topics.prefix() + "-processor-" + store + "-changelog";
                assertThat(log.read(changelog, 1)).noneMatch(PipelineOnBrokerTest::holdsCanary);
            }
        }
    }

    @Test
    void aQuietProcessorCommitsNoTransaction() throws InterruptedException {
        Topics topics = new Topics(KAFKA.newPrefix(), 1);
        try (LiveLog log = new LiveLog(KAFKA.bootstrapServers(), topics);
                LiveProcessor processor = new LiveProcessor(KAFKA.bootstrapServers(), log, state, GAP)) {
            // One that closes at once, and one that a tick has to close.
            log.send("default", text("1", ",'commit_id':'whole','commit_size':1,'after':{'x':1}"));
            log.send("default", text("2", ",'commit_id':'open','after':{'x':2}"));
            log.flush();
            assertThat(log.read(topics.commits(), 2)).hasSize(2);
            // What still follows the last commit, such as the tick itself, is committed after the longest interval.
            Thread.sleep(1_500);

            double before = processor.commitNanos();
            Thread.sleep(2_500);

            assertThat(before).isPositive();
            assertThat(processor.commitNanos()).isEqualTo(before);
        }
    }

    private static List<Activity> activities(LiveLog log, int count) {
        return log.read(log.topics.activities(), count).stream()
                .map(record -> ActivityAvro.decode(record.value()).orElseThrow())
                .toList();
    }

    private static boolean holdsCanary(ConsumerRecord<byte[], byte[]> record) {
        String value = record.value() == null ? "" : new String(record.value(), ISO_8859_1);
        return new String(record.key(), ISO_8859_1).contains("canary") || value.contains("canary");
    }

    private static String text(String id, String more) {
        return new String(event(id, "default", "a", more), UTF_8);
    }

    private static byte[] event(String id, String tenant, String object, String more) {
        return ("{'id':'%s','source':'s','tenant':'%s','time':'2026-01-31T12:00:00Z','object':{'type':'host','id':'%s'}%s}")
                .formatted(id, tenant, object, more)
                .replace('\'', '"')
                .getBytes(UTF_8);
    }
}
