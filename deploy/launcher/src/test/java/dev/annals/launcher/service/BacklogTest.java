package dev.annals.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.stage.sequence.Counters;
import dev.annals.topic.TenantPartition;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int PARTITIONS = 8;
    private static final Counters MISPLACING = new Counters(0, 0, 0, 0, 0, 0, 1, 0);

    private final int mine = TenantPartition.of("default", PARTITIONS);
    private final String neighbour = tenantElsewhere();
    private final int theirs = TenantPartition.of(neighbour, PARTITIONS);

    @Test
    void whatWaitsOnAPartitionOfNobodyMayBeAnybodys() {
        Map<String, Counters> known = Map.of("default", Counters.ZERO, neighbour, Counters.ZERO);
        Map<Integer, Long> behind = behind(30_000);
        behind.put(mine, 13L);
        behind.put(theirs, 7L);

        Backlog backlog = new Backlog(behind, PARTITIONS, known);

        assertThat(backlog.of("default")).isEqualTo(13 + (PARTITIONS - 2) * 30_000L);
        assertThat(backlog.of(neighbour)).isEqualTo(7 + (PARTITIONS - 2) * 30_000L);
    }

    @Test
    void whatWaitsOnThePartitionOfANeighbourIsItsOwnUntilRecordsOfATenantWereMisplaced() {
        Map<Integer, Long> behind = behind(0);
        behind.put(theirs, 30_000L);

        assertThat(new Backlog(behind, PARTITIONS, Map.of("default", Counters.ZERO, neighbour, Counters.ZERO))
                        .of("default"))
                .isZero();
        assertThat(new Backlog(behind, PARTITIONS, Map.of("default", MISPLACING, neighbour, Counters.ZERO))
                        .of("default"))
                .isEqualTo(30_000);
    }

    private String tenantElsewhere() {
        int number = 0;
        while (TenantPartition.of("t" + number, PARTITIONS) == mine) {
            number++;
        }
        return "t" + number;
    }

    private static Map<Integer, Long> behind(long each) {
        Map<Integer, Long> behind = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            behind.put(partition, each);
        }
        return behind;
    }
}
