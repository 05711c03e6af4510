package dev.annals.processor.topology;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The records of a consumer that were fetched and wait, by partition: from the first one on that a gate does not let through. As many as one poll gives. For one thread. */
final class HeldRecords {
    private final SchemaGate gate;
    private final Map<TopicPartition, Waiting> waiting = new HashMap<>();
    private final Set<TopicPartition> freed = new HashSet<>();
    private final Set<TopicPartition> pausedByOthers = new HashSet<>();

    /**
     * The records of a partition that wait.
     *
     * @param next the position behind them
     */
    private record Waiting(List<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next) {}

    HeldRecords(SchemaGate gate) {
        this.gate = gate;
    }

    /** Records that may be handed out, and the positions behind them. */
    record Passed(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records,
            Map<TopicPartition, OffsetAndMetadata> next) {
        boolean isEmpty() {
            return records.isEmpty();
        }

        /** These and others, of other partitions. */
        ConsumerRecords<byte[], byte[]> and(ConsumerRecords<byte[], byte[]> others) {
            if (records.isEmpty()) {
                return others;
            }
            others.partitions().forEach(partition -> records.put(partition, others.records(partition)));
            next.putAll(others.nextOffsets());
            return new ConsumerRecords<>(records, next);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The partitions that must not be fetched from. */
    Set<TopicPartition> partitions() {
        return waiting.keySet();
    }

    /** The partitions that waited until now and may be fetched from again. */
    Set<TopicPartition> free() {
        Set<TopicPartition> free = new HashSet<>(freed);
        free.removeAll(pausedByOthers);
        free.removeAll(waiting.keySet());
        freed.clear();
        return free;
    }

    void pausedByOthers(Collection<TopicPartition> partitions) {
        pausedByOthers.addAll(partitions);
    }

    /** The partitions among these that may be fetched from. */
    List<TopicPartition> resumedByOthers(Collection<TopicPartition> partitions) {
        pausedByOthers.removeAll(partitions);
        return partitions.stream()
                .filter(partition -> !waiting.containsKey(partition))
                .toList();
    }

    /** Whoever sets a partition to another position wants other records of it. */
    void forget(TopicPartition partition) {
        if (waiting.remove(partition) != null) {
            freed.add(partition);
        }
    }

    /** Drops what belongs to another consumer by now. */
    void retain(Supplier<Set<TopicPartition>> assigned) {
        if (!waiting.isEmpty() || !freed.isEmpty()) {
            Set<TopicPartition> mine = assigned.get();
            waiting.keySet().retainAll(mine);
            freed.retainAll(mine);
            pausedByOthers.retainAll(mine);
        }
    }

    /** What waited and may be handed out now. */
    Passed release() {
        Passed passed = new Passed(new HashMap<>(), new HashMap<>());
        for (TopicPartition partition : List.copyOf(waiting.keySet())) {
            Waiting now = waiting.get(partition);
            if (now != null && !pausedByOthers.contains(partition)) {
                waiting.remove(partition);
                split(partition, now.records(), now.next(), passed);
                if (!waiting.containsKey(partition)) {
                    freed.add(partition);
                }
            }
        }
        return passed;
    }

    /** What was fetched, up to the first record of each partition that has to wait. */
    ConsumerRecords<byte[], byte[]> passed(ConsumerRecords<byte[], byte[]> fetched) {
        Passed passed = new Passed(new HashMap<>(), new HashMap<>(fetched.nextOffsets()));
        int before = waiting.size();
        for (TopicPartition partition : fetched.partitions()) {
            OffsetAndMetadata next = fetched.nextOffsets().get(partition);
            List<ConsumerRecord<byte[], byte[]>> records = fetched.records(partition);
            split(partition, records, next == null ? behind(records) : next, passed);
        }
        return waiting.size() == before ? fetched : new ConsumerRecords<>(passed.records(), passed.next());
    }

    private void split(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            OffsetAndMetadata next,
            Passed passed) {
        int through = 0;
        while (through < records.size() && gate.lets(records.get(through))) {
            through++;
        }
        if (through > 0) {
            passed.records().put(partition, records.subList(0, through));
            passed.next().put(partition, next);
        }
        if (through < records.size()) {
            ConsumerRecord<byte[], byte[]> first = records.get(through);
            OffsetAndMetadata place = new OffsetAndMetadata(first.offset(), first.leaderEpoch(), "");
            waiting.put(partition, new Waiting(List.copyOf(records.subList(through, records.size())), next));
            passed.next().put(partition, place);
        }
    }

    private static OffsetAndMetadata behind(List<ConsumerRecord<byte[], byte[]>> records) {
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        return new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), "");
    }
}
