package dev.annals.ingest.bridge;

import dev.annals.ingest.mapping.Reading.Boundary;
import dev.annals.ingest.mapping.Reading.Context;
import dev.annals.ingest.mapping.SourceMapping;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Holds records back until their transactions are whole, and lets them go in order. Each partition is a queue, and nothing in it overtakes: what has been let go is
 * always the beginning, so that one offset a partition says how far the bridge is. What a transaction lacks is waited for with patience, never for ever. Reads no
 * clock: time comes with the calls. For one thread.
 */
final class Arrivals {
    /** How long what is missing is waited for once the end is known: other topics of the same moment. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final int REMEMBERED = 10_000;
    /** The word in the name of what stands for logical messages where Debezium counts events. */
    private static final String MESSAGES = "LogicalDecodingMessage";

    private static final Comparator<Arrival> BY_ORDER =
            Comparator.comparingLong(Arrival::order).thenComparingLong(Arrival::sequence);

    private final long mostBytes;
    private final Map<TopicPartition, Deque<Arrival>> queues = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<String, SourceTransaction> transactions = new LinkedHashMap<>();
    private final Map<String, SourceTransaction> past = bounded();
    private long bytes;

    /**
     * What goes on together.
     *
     * @param transaction that they are; absent for a record that stands alone
     * @param whole whether nothing of the transaction is missing
     */
    record Group(List<Arrival> arrivals, @Nullable SourceTransaction transaction, boolean whole) {}

    Arrivals(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void add(Arrival arrival, long nowNanos) {
        TopicPartition partition =
                new TopicPartition(arrival.record().topic(), arrival.record().partition());
        queues.computeIfAbsent(partition, key -> new ArrayDeque<>()).add(arrival);
        next.put(partition, arrival.record().offset() + 1);
        bytes += arrival.bytes();
        if (arrival.reading() instanceof Context said) {
            SourceTransaction about = transactions.get(said.transaction().key());
            (about == null ? remembered(said.transaction().key()) : about).context = said.content();
        }
        String key = arrival.transaction();
        if (key == null) {
            return;
        }
        SourceTransaction transaction = transactions.computeIfAbsent(key, this::begun);
        transaction.waiting++;
        transaction.lastNanos = nowNanos;
        transaction.patience = arrival.source().patience();
        if (arrival.reading() instanceof Boundary boundary) {
            if (boundary.events() != null) {
                transaction.expected = expected(arrival.source(), boundary);
            }
        } else {
            transaction.saw(arrival.order());
        }
    }

    /** What can go on now, in order. */
    List<Group> release(long nowNanos) {
        List<Group> released = new ArrayList<>();
        boolean moved = true;
        while (moved) {
            moved = releaseSingle(released);
            for (SourceTransaction transaction : List.copyOf(transactions.values())) {
                if (!transaction.flowing && isDue(transaction, nowNanos) && isReachable(transaction)) {
                    releaseWhole(transaction, released);
                    moved = true;
                }
            }
            if (!moved) {
                moved = giveUp(nowNanos);
            }
        }
        return released;
    }

    /** The offset of each partition before which everything has gone on. */
    Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        next.forEach((partition, after) -> {
            Arrival head = Objects.requireNonNull(queues.get(partition), "every partition has a queue")
                    .peek();
            positions.put(partition, head == null ? after : head.record().offset());
        });
        return positions;
    }

    /** What is known of the transaction of a record that did not wait for it. */
    @Nullable
    SourceTransaction known(String key) {
        SourceTransaction transaction = transactions.get(key);
        return transaction == null ? past.get(key) : transaction;
    }

    boolean isEmpty() {
        return queues.values().stream().allMatch(Deque::isEmpty);
    }

    private SourceTransaction begun(String key) {
        SourceTransaction begun = new SourceTransaction(key);
        SourceTransaction before = past.get(key);
        if (before != null) {
            begun.context = before.context;
            // It has gone on already, and what comes now came late, or comes again.
            begun.flowing = before.isEnded();
        }
        return begun;
    }

    private SourceTransaction remembered(String key) {
        return past.computeIfAbsent(key, SourceTransaction::new);
    }

    /** How many records come from topics that this source reads: those of other tables never will. */
    private static long expected(SourceMapping source, Boundary end) {
        long expected = 0;
        for (Map.Entry<String, Long> table :
                Objects.requireNonNull(end.events()).entrySet()) {
            String topic = table.getKey().contains(MESSAGES) ? "message" : table.getKey();
            expected += source.reads(end.connector() + "." + topic) ? table.getValue() : 0;
        }
        return end.events().isEmpty() ? end.total() : expected;
    }

    /** Lets records at the heads of the queues go that wait for nothing, in the order in which they came. */
    private boolean releaseSingle(List<Group> released) {
        List<Arrival> free = new ArrayList<>();
        for (Deque<Arrival> queue : queues.values()) {
            while (!queue.isEmpty() && isFree(queue.element())) {
                free.add(taken(queue));
            }
        }
        free.sort(Comparator.comparingLong(Arrival::sequence));
        for (Arrival arrival : free) {
            String key = arrival.transaction();
            SourceTransaction transaction = key == null ? null : transactions.get(key);
            if (transaction != null && transaction.waiting == 0) {
                forget(transaction);
            }
            released.add(new Group(List.of(arrival), transaction, false));
        }
        return !free.isEmpty();
    }

    private boolean isFree(Arrival arrival) {
        String key = arrival.transaction();
        return key == null || Objects.requireNonNull(transactions.get(key), "a waiting record's").flowing;
    }

    private void releaseWhole(SourceTransaction transaction, List<Group> released) {
        List<Arrival> members = new ArrayList<>();
        for (Deque<Arrival> queue : queues.values()) {
            while (!queue.isEmpty() && isOf(queue.element(), transaction)) {
                members.add(taken(queue));
            }
        }
        members.sort(BY_ORDER);
        boolean whole = transaction.isComplete();
        forget(transaction);
        released.add(new Group(members, transaction, whole));
    }

    /** Whether all of its records stand at the heads of the queues, behind nothing but each other. */
    private boolean isReachable(SourceTransaction transaction) {
        int reachable = 0;
        for (Deque<Arrival> queue : queues.values()) {
            for (Arrival arrival : queue) {
                if (!isOf(arrival, transaction)) {
                    break;
                }
                reachable += arrival.transaction() == null ? 0 : 1;
            }
        }
        return reachable == transaction.waiting;
    }

    private static boolean isOf(Arrival arrival, SourceTransaction transaction) {
        String key = arrival.transaction();
        // A tombstone between two rows of a transaction is in nobody's way.
        return key == null || key.equals(transaction.key);
    }

    private boolean isDue(SourceTransaction transaction, long nowNanos) {
        long waited = nowNanos - transaction.lastNanos;
        return transaction.isComplete()
                || (transaction.isEnded() && waited >= SETTLING.toNanos())
                || waited >= transaction.patience.toNanos();
    }

    /** Of transactions that stand in each other's way, or take too much memory, the oldest is not waited for any more. */
    private boolean giveUp(long nowNanos) {
        for (SourceTransaction transaction : transactions.values()) {
            if (!transaction.flowing) {
                boolean stuck = nowNanos - transaction.lastNanos >= 2 * transaction.patience.toNanos();
                if (stuck || bytes > mostBytes) {
                    transaction.flowing = true;
                    return true;
                }
                return false;
            }
        }
        return false;
    }

    private Arrival taken(Deque<Arrival> queue) {
        Arrival arrival = queue.remove();
        bytes -= arrival.bytes();
        String key = arrival.transaction();
        if (key != null) {
            Objects.requireNonNull(transactions.get(key), "a waiting record's").waiting--;
        }
        return arrival;
    }

    private void forget(SourceTransaction transaction) {
        transactions.remove(transaction.key);
        transaction.forgetRecords();
        past.put(transaction.key, transaction);
    }

    private static Map<String, SourceTransaction> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SourceTransaction> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
