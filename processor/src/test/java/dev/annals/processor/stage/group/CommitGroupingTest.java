package dev.annals.processor.stage.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.CommitPart;
import dev.annals.processor.stage.Events;
import dev.annals.processor.stage.memory.LayeredMemory;
import dev.annals.processor.stage.memory.MemoryByteStore;
import dev.annals.processor.stage.memory.MemoryLayer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitGroupingTest {
    private static final long GAP = 1000;
    private static final long SIZED_GAP = 60_000;
    private static final long HORIZON = 100_000;

    private final MemoryByteStore openStore = new MemoryByteStore();
    private final MemoryByteStore closedStore = new MemoryByteStore();
    private final Log log = new Log();
    private CommitBounds bounds = CommitBounds.DEFAULT.withGap(Duration.ofMillis(GAP));
    private CommitGrouping grouping = restarted();
    private long lastId;

    @Test
    void aCommitClosesWhenItsSizeIsIn() {
        place(part("a", 2), 0);
        assertThat(log.commits).isEmpty();

        place(part("a", 2), 0);

        assertThat(log.commits).singleElement().extracting(Commit::activities).isEqualTo(List.of(1L, 2L));
        assertThat(grouping.untilDue(0)).isEmpty();
    }

    @Test
    void aCommitOfOneMemberIsNeverSavedAsOpen() {
        place(part("a", 1), 0);

        assertThat(log.commits).hasSize(1);
        assertThat(openStore.bytesWritten()).isZero();
    }

    @Test
    void aCommitWithoutASizeClosesExactlyAGapAfterItsLastMember() {
        place(part("a", null), 0);
        place(part("a", null), 500);

        grouping.advance(500 + GAP - 1);
        assertThat(log.commits).isEmpty();

        grouping.advance(500 + GAP);
        assertThat(log.commits).singleElement().extracting(Commit::activities).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void aCommitWithASizeWaitsLongerForItsMissingMembers() {
        place(part("a", 3), 0);
        grouping.advance(10 * GAP);
        place(part("a", 3), 10 * GAP);
        assertThat(log.commits).isEmpty();

        grouping.advance(10 * GAP + SIZED_GAP - 1);
        assertThat(log.commits).isEmpty();
        assertThat(grouping.untilDue(10 * GAP + SIZED_GAP - 1)).hasValue(1);

        grouping.advance(10 * GAP + SIZED_GAP);
        assertThat(log.commits).singleElement().extracting(Commit::activities).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void aSizeThatComesWithALaterMemberLetsTheCommitWait() {
        place(part("a", null), 0);
        place(part("a", 3), GAP - 1);
        place(part("b", null), GAP - 1);

        grouping.advance(10 * GAP);

        assertThat(log.commits).extracting(Commit::commitId).containsExactly("b");
    }

    @Test
    void commitsThatFallDueTogetherCloseManyRecordsLongInTheirOrder() {
        for (int i = 0; i < 2_500; i++) {
            place(part("c" + i, null), 0);
        }

        grouping.advance(GAP);
        assertThat(log.commits).hasSize(CommitGrouping.MOST_CLOSED);
        assertThat(grouping.untilDue(GAP)).hasValue(0);
        grouping = restarted();
        grouping.advance(GAP);
        grouping.advance(GAP);

        assertThat(log.commits)
                .extracting(Commit::commitId)
                .containsExactlyElementsOf(
                        IntStream.range(0, 2_500).mapToObj(i -> "c" + i).toList());
        assertThat(grouping.untilDue(GAP)).isEmpty();
    }

    @Test
    void aCommitThatIsDueButNotYetClosedTakesNoMember() {
        for (int i = 0; i < 2_500; i++) {
            place(part("c" + i, null), 0);
        }
        long due = lastId;

        place(part("c2400", null), GAP);
        assertThat(log.commits).extracting(Commit::commitId).last().isEqualTo("c2400");
        assertThat(log.commits).hasSize(CommitGrouping.MOST_CLOSED + 1);
        long number = log.commits.size();
        for (int i = 0; i < 5; i++) {
            grouping.advance(2 * GAP);
        }

        Commit last = log.commits.get(log.commits.size() - 1);
        assertThat(last.activities()).containsExactly(due + 1);
        assertThat(last.continues()).isEqualTo(number);
        assertThat(log.commits).hasSize(2_501);
    }

    @Test
    void commitsCloseInTheOrderOfTheirLastMembers() {
        place(part("a", null), 0);
        place(part("b", null), 1);
        place(part("a", null), 2);

        grouping.advance(10_000);

        assertThat(log.commits).extracting(Commit::commitId).containsExactly("b", "a");
        assertThat(log.commits).extracting(Commit::number).containsExactly(1L, 2L);
    }

    @Test
    void withoutAnIdTheSameObjectAndTimeShareACommit() {
        place("web", Events.TIME, null, 0);
        place("web", Events.TIME, null, 0);
        place("db", Events.TIME, null, 0);
        place("web", Events.TIME.plusMillis(1), null, 0);

        grouping.advance(GAP);

        assertThat(log.commits)
                .extracting(Commit::activities)
                .containsExactly(List.of(1L, 2L), List.of(3L), List.of(4L));
    }

    @Test
    void anotherActorMakesAnotherCommit() {
        Actor eve = new Actor("users", "7", "Eve", "eve", null, null);
        place(Events.activity(1, "default", eve, "web", Events.TIME, part("a", null)), 0);
        place(Events.activity(2, "default", null, "web", Events.TIME, part("a", null)), 0);

        grouping.advance(GAP);

        assertThat(log.commits).extracting(Commit::actor).containsExactly(eve, null);
    }

    @Test
    void aLateMemberOpensACommitThatContinuesTheClosedOne() {
        place(part("a", null), 0);
        grouping.advance(GAP);

        place(part("a", null), GAP + 1);
        grouping.advance(3 * GAP);

        assertThat(log.commits).extracting(Commit::continues).containsExactly(null, 1L);
    }

    @Test
    void lateMembersCloseAtOnceWhenTheyCompleteTheSize() {
        place(part("a", 3), 0);
        grouping.advance(SIZED_GAP);

        place(part("a", 3), SIZED_GAP);
        place(part("a", 3), SIZED_GAP);

        assertThat(log.commits).extracting(Commit::activities).containsExactly(List.of(1L), List.of(2L, 3L));
    }

    @Test
    void aMemberMoreThanTheSizeWaitsForTheGap() {
        place(part("a", 1), 0);
        place(part("a", 1), 0);
        place(part("a", 1), 0);
        assertThat(log.commits).hasSize(1);

        grouping.advance(GAP);

        assertThat(log.commits).extracting(Commit::activities).containsExactly(List.of(1L), List.of(2L, 3L));
        assertThat(log.commits.get(1).continues()).isEqualTo(1L);
    }

    @Test
    void aCommitThatWasClosedBeforeTheHorizonIsForgotten() {
        place(part("a", 1), 0);
        place(part("a", 1), HORIZON);

        assertThat(log.commits).extracting(Commit::continues).containsExactly(null, null);
    }

    @Test
    void aFullCommitIsContinued() {
        bounds = new CommitBounds(Duration.ofMillis(GAP), Duration.ofMillis(GAP), 2, 1000, 1000);
        grouping = restarted();

        for (int i = 0; i < 5; i++) {
            place("web", Events.TIME, null, 0);
        }
        grouping.advance(GAP);

        assertThat(log.commits)
                .extracting(Commit::activities)
                .containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L));
        assertThat(log.commits).extracting(Commit::continues).containsExactly(null, 1L, 2L);
    }

    @Test
    void aCommitWhoseObjectsTakeTooMuchRoomIsContinued() {
        bounds = new CommitBounds(Duration.ofMillis(GAP), Duration.ofMillis(GAP), 100, 150, 1000);
        grouping = restarted();

        for (int i = 0; i < 6; i++) {
            place("object " + i, Events.TIME, part("a", 6), 0);
        }

        assertThat(log.commits).hasSizeGreaterThan(1);
        assertThat(log.commits).flatExtracting(Commit::activities).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(grouping.untilDue(0)).isEmpty();
    }

    @Test
    void tooMuchOpenClosesTheOldestFirst() {
        bounds = new CommitBounds(Duration.ofMillis(GAP), Duration.ofMillis(GAP), 100, 1000, 9);
        grouping = restarted();

        for (int i = 0; i < 5; i++) {
            place(part("c" + i, null), 0);
        }

        assertThat(log.commits).extracting(Commit::commitId).containsExactly("c0", "c1");
    }

    @Test
    void aCommitListsItsObjectsOnceInOrderAndItsLatestTime() {
        place("web", Events.TIME.plusSeconds(5), part("a", 3), 0);
        place("db", Events.TIME, part("a", 3), 0);
        place("web", Events.TIME.plusSeconds(1), part("a", 3), 0);

        Commit commit = log.commits.get(0);
        assertThat(commit.objects()).extracting(CommitObject::id).containsExactly("web", "db");
        assertThat(commit.time()).isEqualTo(Events.TIME.plusSeconds(5));
    }

    @Test
    void aRestartAtAnyPointChangesNothing() {
        for (int i = 0; i < 1000; i++) {
            place("object " + i % 300, Events.TIME, part("big", null), i);
            grouping = restarted();
        }
        place("other", Events.TIME, part("late", null), 1000);
        grouping = restarted();

        grouping.advance(10_000);

        Commit big = log.commits.get(0);
        assertThat(big.activities()).hasSize(1000).isSorted();
        assertThat(big.objects()).hasSize(300);
        assertThat(big.objects().get(299).name()).isEqualTo("name of object 299");
        assertThat(log.commits.get(1).commitId()).isEqualTo("late");
        assertThat(openStore.size()).isZero();
    }

    @Test
    void aCommitOfManyMembersCostsWritesInProportion() {
        long small = bytesToWrite(500);
        long large = bytesToWrite(5000);

        assertThat(large).isLessThan(small * 15);
    }

    private long bytesToWrite(int members) {
        MemoryByteStore store = new MemoryByteStore();
        CommitGrouping big = new CommitGrouping(
                store,
                new LayeredMemory(new MemoryByteStore(), List.of(MemoryLayer.current(0, HORIZON))),
                bounds,
                new Log());
        for (int i = 1; i <= members; i++) {
            big.place(Events.activity(i, "default", null, "object " + i, Events.TIME, part("big", null)), 0);
        }
        return store.bytesWritten();
    }

    private CommitGrouping restarted() {
        return new CommitGrouping(
                openStore, new LayeredMemory(closedStore, List.of(MemoryLayer.current(0, HORIZON))), bounds, log);
    }

    private void place(CommitPart part, long now) {
        place("web", Events.TIME, part, now);
    }

    private void place(String object, Instant time, CommitPart part, long now) {
        place(Events.activity(++lastId, "default", null, object, time, part), now);
    }

    private void place(Activity activity, long now) {
        grouping.advance(now);
        grouping.place(activity, now);
    }

    private static CommitPart part(String id, Integer size) {
        return new CommitPart(id, null, size);
    }

    /** The commits as they closed. */
    static final class Log implements CommitNumbering {
        final List<Commit> commits = new ArrayList<>();
        private final Map<String, Long> last = new HashMap<>();

        @Override
        public long next(String tenant) {
            return last.getOrDefault(tenant, 0L) + 1;
        }

        @Override
        public void take(Commit commit) {
            last.put(commit.tenant(), commit.number());
            commits.add(commit);
        }
    }
}
