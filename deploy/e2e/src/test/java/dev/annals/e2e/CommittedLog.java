package dev.annals.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.codec.HashChain;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.Hash;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed records of activities and commits as they lie in the log, by partition and offset. */
record CommittedLog(
        Topics topics, List<ConsumerRecord<byte[], byte[]>> activities, List<ConsumerRecord<byte[], byte[]>> commits) {

    static CommittedLog read(String bootstrap, Topics topics) {
        return new CommittedLog(
                topics,
                read(bootstrap, topics.activities(), topics.partitions()),
                read(bootstrap, topics.commits(), topics.partitions()));
    }

    /** Everything that is committed on a topic when this is called. */
    static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, String topic, int partitions) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<TopicPartition> assigned = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            assigned.add(new TopicPartition(topic, partition));
        }
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
            while (assigned.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return records;
    }

    /** Ids are dense in log order, the chain holds, nothing is there twice, and everything is what the script says. */
    void assertHolds(ChangeScript script) {
        Map<String, Long> last = new TreeMap<>();
        Map<String, Hash> hashes = new HashMap<>();
        Map<String, Map<String, Long>> operations = new TreeMap<>();
        Map<String, Set<String>> ids = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : activities) {
            Activity activity = ActivityAvro.decode(record.value()).orElseThrow();
            String tenant = activity.tenant();
            assertPlace(record, tenant);
            assertThat(activity.id())
                    .as("id after %s of %s", last, tenant)
                    .isEqualTo(last.merge(tenant, 1L, Long::sum));
            assertThat(HashChain.verify(hashes.getOrDefault(tenant, Hash.ZERO), record.value()))
                    .as("the chain of %s holds at %s", tenant, activity.id())
                    .isTrue();
            hashes.put(tenant, HashChain.hashOf(record.value()));
            operations
                    .computeIfAbsent(tenant, t -> new TreeMap<>())
                    .merge(activity.operation().wireName(), 1L, Long::sum);
            assertThat(ids.computeIfAbsent(tenant, t -> new TreeSet<>())
                            .add(activity.origin().eventId()))
                    .as("%s of %s is there once", activity.origin(), tenant)
                    .isTrue();
        }
        script.tenants().forEach((tenant, truth) -> {
            assertThat(ids.getOrDefault(tenant, Set.of())).isEqualTo(truth.ids());
            assertThat(operations.get(tenant)).isEqualTo(truth.operations());
        });
        assertCommitsHold(last);
    }

    /** Numbers are dense, the chain holds, and every activity is a member of one commit. */
    private void assertCommitsHold(Map<String, Long> activityCounts) {
        Map<String, Long> last = new TreeMap<>();
        Map<String, Hash> hashes = new HashMap<>();
        Map<String, Set<Long>> members = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : commits) {
            Commit commit = CommitAvro.decode(record.value()).orElseThrow();
            String tenant = commit.tenant();
            assertPlace(record, tenant);
            assertThat(commit.number()).isEqualTo(last.merge(tenant, 1L, Long::sum));
            assertThat(HashChain.verify(hashes.getOrDefault(tenant, Hash.ZERO), record.value()))
                    .as("the chain of commits of %s holds at %s", tenant, commit.number())
                    .isTrue();
            hashes.put(tenant, HashChain.hashOf(record.value()));
            for (Long member : commit.activities()) {
                assertThat(members.computeIfAbsent(tenant, t -> new TreeSet<>()).add(member))
                        .as("activity %s of %s is in one commit", member, tenant)
                        .isTrue();
            }
        }
        activityCounts.forEach(
                (tenant, count) -> assertThat(members.get(tenant)).as(tenant).hasSize(Math.toIntExact(count)));
    }

    /** How many activities the commits have. */
    long members() {
        return commits.stream()
                .mapToLong(record -> CommitAvro.decode(record.value())
                        .orElseThrow()
                        .activities()
                        .size())
                .sum();
    }

    /** One line a record with all that a reader may see of it, its offset excepted. */
    List<String> bytes() {
        List<String> lines = new ArrayList<>();
        for (List<ConsumerRecord<byte[], byte[]>> records : List.of(activities, commits)) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                lines.add(record.partition() + " " + new String(record.key(), UTF_8) + " " + record.timestamp() + " "
                        + HexFormat.of().formatHex(record.value()));
            }
        }
        return lines;
    }

    private void assertPlace(ConsumerRecord<byte[], byte[]> record, String tenant) {
        assertThat(new String(record.key(), UTF_8)).isEqualTo(tenant);
        assertThat(record.partition()).isEqualTo(TenantPartition.of(tenant, topics.partitions()));
    }
}
