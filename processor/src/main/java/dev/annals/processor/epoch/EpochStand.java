package dev.annals.processor.epoch;

import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.RedactionKeys;
import dev.annals.processor.epoch.EpochScan.Found;
import dev.annals.processor.stage.epoch.EpochSequence;
import dev.annals.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** The last verified epoch of each partition of a log. */
final class EpochStand {
    private final List<Optional<Found>> last;

    private EpochStand(List<Optional<Found>> last) {
        this.last = last;
    }

    /** The latest epoch of any partition. */
    Optional<EpochRecord> current() {
        return last.stream()
                .flatMap(Optional::stream)
                .map(Found::record)
                .max(Comparator.comparingLong(record -> record.epoch().number()));
    }

    /** Whether every partition has the latest one. */
    boolean isComplete() {
        return last.stream().map(EpochStand::number).distinct().count() == 1;
    }

    /** Where a partition's last epoch lies. */
    Optional<Long> offset(int partition) {
        return last.get(partition).map(Found::offset);
    }

    /** The epochs that other partitions have and this one lacks. */
    List<EpochRecord> missing(int partition, Reader reader) {
        long latest = current().map(record -> record.epoch().number()).orElse(0L);
        long own = number(last.get(partition));
        if (own == latest) {
            return List.of();
        }
        int full = 0;
        while (number(last.get(full)) < latest) {
            full++;
        }
        return reader.chain(full).stream()
                .map(Found::record)
                .filter(record -> record.epoch().number() > own)
                .toList();
    }

    private static long number(Optional<Found> found) {
        return found.map(f -> f.record().epoch().number()).orElse(0L);
    }

    /** Reads where a log stands. */
    static final class Reader {
        private final Admin admin;
        private final String group;
        private final Topics topics;
        private final RedactionKeys keys;
        private final EpochScan scan;

        Reader(Admin admin, String group, Topics topics, RedactionKeys keys, EpochScan scan) {
            this.admin = admin;
            this.group = group;
            this.topics = topics;
            this.keys = keys;
            this.scan = scan;
        }

        /** The last verified epochs. Fails with {@link ForeignEpoch} when there are epochs and none can be verified. */
        EpochStand read() {
            // Asked before the session looks for the ends, or what is appended in between would lie beyond them.
            Map<TopicPartition, OffsetAndMetadata> known = known();
            try (EpochScan.Session session = scan.session(topics.partitions())) {
                return read(session, known);
            }
        }

        private EpochStand read(EpochScan.Session session, Map<TopicPartition, OffsetAndMetadata> known) {
            List<Optional<Found>> last = new ArrayList<>();
            @Nullable EpochRecord foreign = null;
            for (int partition = 0; partition < topics.partitions(); partition++) {
                @Nullable OffsetAndMetadata offset = known.get(new TopicPartition(topics.changes(), partition));
                Optional<Found> found = offset == null ? Optional.empty() : at(session, partition, offset.offset());
                if (found.isEmpty()) {
                    List<Found> claims = session.read(partition, claim -> false);
                    List<Found> chain = chain(claims);
                    found = chain.isEmpty() ? found : Optional.of(chain.get(chain.size() - 1));
                    foreign = claims.stream()
                            .map(Found::record)
                            .filter(this::isForeign)
                            .findFirst()
                            .orElse(foreign);
                }
                last.add(found);
            }
            if (foreign != null && last.stream().allMatch(Optional::isEmpty)) {
                throw new ForeignEpoch(foreign.epoch());
            }
            return new EpochStand(last);
        }

        /** All verified epochs of a partition, in order. */
        List<Found> chain(int partition) {
            try (EpochScan.Session session = scan.session(topics.partitions())) {
                return chain(session.read(partition, claim -> false));
            }
        }

        private List<Found> chain(List<Found> claims) {
            List<Found> chain = new ArrayList<>();
            for (Found claim : claims) {
                Optional<String> refusal = chain.isEmpty()
                        ? EpochSequence.refusalAsFirst(claim.record(), keys)
                        : EpochSequence.refusalAfter(
                                claim.record(),
                                chain.get(chain.size() - 1).record().epoch(),
                                keys);
                if (refusal.isEmpty()) {
                    chain.add(claim);
                }
            }
            return chain;
        }

        /** The epoch at an offset, if one lies there that a key at hand has sealed. */
        private Optional<Found> at(EpochScan.Session session, int partition, long offset) {
            return session.at(partition, offset)
                    .filter(found -> keys.held().stream().anyMatch(found.record()::isSealedUnder));
        }

        /** Whether it may be an epoch under a key that is not at hand. A record that names a key at hand and is not sealed under it is a forgery. */
        private boolean isForeign(EpochRecord record) {
            return record.epoch().number() == 1
                    && keys.find(record.epoch().keyCheck()).isEmpty();
        }

        private Map<TopicPartition, OffsetAndMetadata> known() {
            try {
                return admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }
}
