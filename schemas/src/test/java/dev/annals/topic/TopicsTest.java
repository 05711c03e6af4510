package dev.annals.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void theFourTopicsAreNamedAfterThePrefix() {
        assertThat(new Topics("acme.audit", 12).definitions())
                .extracting(TopicDefinition::name)
                .containsExactly(
                        "acme.audit.changes", "acme.audit.activities", "acme.audit.commits", "acme.audit.rejects");
        assertThat(new Topics("acme.audit", 12).definitions()).allMatch(topic -> topic.partitions() == 12);
    }

    @Test
    void onlyTheChangesTopicIsStampedByTheLog() {
        assertThat(Topics.DEFAULT.definitions())
                .extracting(topic -> topic.settings().get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))
                .containsExactly("LogAppendTime", "CreateTime", "CreateTime", "CreateTime");
    }

    @Test
    void everyTopicKeepsEverythingAndIsCompressed() {
        assertThat(Topics.DEFAULT.definitions())
                .allSatisfy(topic -> assertThat(topic.settings())
                        .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "-1")
                        .containsEntry(TopicConfig.RETENTION_BYTES_CONFIG, "-1")
                        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete")
                        .containsEntry(TopicConfig.COMPRESSION_TYPE_CONFIG, "zstd"));
    }

    @Test
    void everySettingIsOneTheBrokerKnows() {
        Topics.DEFAULT.definitions().forEach(topic -> LogConfig.validate(topic.settings()));
    }

    @Test
    void aPrefixThatKafkaWouldNotTakeIsRefused() {
        assertThatThrownBy(() -> new Topics("a b", 4))
                .hasMessage(
                        "topic prefix: \"a b\" (expected: 1 to 200 of A-Z, a-z, 0-9, '.', '_' and '-', not beginning"
                                + " with '.')");
        assertThatThrownBy(() -> new Topics("annals", 0)).hasMessage("partitions: 0 (expected: 1 to 1024)");
    }

    @Test
    void aTenantGoesWhereKafkaWouldSendIt() {
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] key = new byte[random.nextInt(40)];
            random.nextBytes(key);
            int partitions = 1 + random.nextInt(64);

            assertThat(TenantPartition.of(key, partitions))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
        }
        assertThat(TenantPartition.of("default", 4)).isEqualTo(TenantPartition.of("default".getBytes(UTF_8), 4));
    }
}
