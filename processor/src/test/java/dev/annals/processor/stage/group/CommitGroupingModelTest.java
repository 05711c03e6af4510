package dev.annals.processor.stage.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitPart;
import dev.annals.processor.stage.Events;
import dev.annals.processor.stage.memory.LayeredMemory;
import dev.annals.processor.stage.memory.MemoryByteStore;
import dev.annals.processor.stage.memory.MemoryLayer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The grouping against the plainest way to write the same rules: search everything, keep everything. */
class CommitGroupingModelTest {
    private static final long HORIZON = 4000;

    @Test
    void theGroupingDoesWhatTheRulesSayAlsoThroughRestarts() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Duration gap = Duration.ofMillis(random.nextInt(1000));
            CommitBounds bounds = new CommitBounds(
                    gap, gap.plusMillis(random.nextInt(3000)), 1 + random.nextInt(100), 1 << 20, 1 << 20);
            MemoryByteStore open = new MemoryByteStore();
            MemoryByteStore closed = new MemoryByteStore();
            CommitGroupingTest.Log log = new CommitGroupingTest.Log();
            CommitGrouping grouping = new CommitGrouping(
                    open, new LayeredMemory(closed, List.of(MemoryLayer.current(0, HORIZON))), bounds, log);
            Naive naive = new Naive(bounds);
            long now = 0;
            for (int id = 1; id <= 400; id++) {
                now += random.nextInt(5) == 0 ? random.nextInt(random.nextInt(20) == 0 ? 5000 : 400) : 0;
                if (random.nextInt(10) == 0) {
                    grouping = new CommitGrouping(
                            open, new LayeredMemory(closed, List.of(MemoryLayer.current(0, HORIZON))), bounds, log);
                }
                Activity activity = activity(random, id);
                grouping.advance(now);
                naive.advance(now);
                if (activity.commit() != null && random.nextInt(5) == 0) {
                    grouping.pass(Events.event(activity), id, now);
                    naive.pass(activity, now);
                } else {
                    grouping.place(activity, now);
                    naive.place(activity, now);
                }
            }
            grouping.advance(now + 10_000);
            naive.advance(now + 10_000);

            assertThat(log.commits.stream().map(CommitGroupingModelTest::brief))
                    .as("seed %s", seed)
                    .containsExactlyElementsOf(naive.closed);
            assertThat(open.size()).as("seed %s", seed).isZero();
        }
    }

    private static Activity activity(Random random, long id) {
        CommitPart part = random.nextInt(3) == 0
                ? null
                : new CommitPart("c" + random.nextInt(6), null, random.nextInt(3) == 0 ? 1 + random.nextInt(8) : null);
        Actor actor = random.nextBoolean() ? null : new Actor("users", "" + random.nextInt(2), null, null, null, null);
        return Events.activity(
                id,
                "tenant" + random.nextInt(2),
                actor,
                "object" + random.nextInt(3),
                Events.TIME.plusSeconds(random.nextInt(2)),
                part);
    }

    private static String brief(Commit commit) {
        return commit.tenant() + " #" + commit.number() + " " + commit.activities() + " after " + commit.continues();
    }

    private static final class Naive {
        private final CommitBounds bounds;
        private final List<Group> open = new ArrayList<>();
        private final Map<CommitKey, long[]> past = new HashMap<>();
        private final Map<String, Long> numbers = new HashMap<>();
        final List<String> closed = new ArrayList<>();

        private static final class Group {
            CommitKey key;
            List<Long> members = new ArrayList<>();
            long last;
            long lastId;
            long earlier;
            long size;
            Long continues;

            long due(CommitBounds bounds) {
                boolean waits = earlier + members.size() < size;
                return last + (waits ? bounds.sizedGap() : bounds.gap()).toMillis();
            }
        }

        Naive(CommitBounds bounds) {
            this.bounds = bounds;
        }

        void advance(long now) {
            open.stream()
                    .filter(group -> now >= group.due(bounds))
                    .sorted(Comparator.<Group, Long>comparing(group -> group.due(bounds))
                            .thenComparing(group -> group.lastId))
                    .toList()
                    .forEach(group -> close(group, now));
        }

        void pass(Activity activity, long now) {
            Integer size = activity.commit().size();
            if (size == null) {
                return;
            }
            CommitKey key = CommitKey.of(activity);
            Group group = openOf(key);
            if (group == null) {
                long[] earlier = past.get(key);
                boolean known = earlier != null && now - earlier[2] < HORIZON;
                past.put(key, new long[] {known ? earlier[0] : 0, known ? earlier[1] + 1 : 1, now});
                return;
            }
            group.earlier++;
            group.last = now;
            group.lastId = activity.id();
            group.size = Math.max(group.size, size);
            closeIfComplete(group, now);
        }

        private Group openOf(CommitKey key) {
            return open.stream().filter(g -> g.key.equals(key)).findFirst().orElse(null);
        }

        private void closeIfComplete(Group group, long now) {
            if (group.earlier < group.size && group.earlier + group.members.size() >= group.size) {
                close(group, now);
            }
        }

        void place(Activity activity, long now) {
            CommitKey key = CommitKey.of(activity);
            Group group = openOf(key);
            if (group != null && group.members.size() >= bounds.mostMembers()) {
                long number = close(group, now);
                Group next = group(key);
                next.continues = number;
                next.earlier = group.earlier + group.members.size();
                group = next;
            } else if (group == null) {
                group = group(key);
                long[] earlier = past.get(key);
                if (key.commitId() != null && earlier != null && now - earlier[2] < HORIZON) {
                    group.continues = earlier[0] == 0 ? null : earlier[0];
                    group.earlier = earlier[1];
                }
            }
            group.members.add(activity.id());
            group.last = now;
            group.lastId = activity.id();
            Integer size = activity.commit() == null ? null : activity.commit().size();
            group.size = Math.max(group.size, size == null ? 0 : size);
            closeIfComplete(group, now);
        }

        private Group group(CommitKey key) {
            Group group = new Group();
            group.key = key;
            open.add(group);
            return group;
        }

        private long close(Group group, long now) {
            open.remove(group);
            long number = numbers.merge(group.key.tenant(), 1L, Long::sum);
            past.put(group.key, new long[] {number, group.earlier + group.members.size(), now});
            closed.add(group.key.tenant() + " #" + number + " " + group.members + " after " + group.continues);
            return number;
        }
    }
}
