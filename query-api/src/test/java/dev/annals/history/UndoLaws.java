package dev.annals.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.processor.stage.state.ObjectState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is undone is as it was before, or the conflict is named: the events of an undo are sent through the processor's stages to a copy. */
class UndoLaws {
    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allThatHappenedAfterAnInstantIsTakenBack(long seed) {
        Happened copy = life(seed, seed % 2 == 0 ? 0 : 15, 30);
        List<Activity> all = List.copyOf(copy.activities());
        Random random = new Random(seed);
        long since = Stamp.micros(all.get(random.nextInt(all.size())).time());
        List<Activity> chosen = all.stream()
                .filter(activity -> Stamp.micros(activity.time()) > since)
                .toList();
        ObjectPast before = past(all, activity -> Stamp.micros(activity.time()) <= since);

        Undo.Outcome outcome = undo(all, chosen);
        apply(copy, outcome.events());

        ObjectPast after = past(copy.activities(), activity -> true);
        if (outcome.conflicts().isEmpty() && before.isComplete()) {
            assertSame(seed, after.document(), before.document());
        } else if (outcome.conflicts().isEmpty()) {
            // What the first activities said of fields that they found is put back, too.
            assertThat(after.document().orElse(ObjectState.EMPTY).fields().entrySet())
                    .as("seed %d", seed)
                    .containsAll(
                            before.document().orElse(ObjectState.EMPTY).fields().entrySet());
        } else {
            // Nobody else changed anything, so only what was never known can stand in the way.
            assertThat(outcome.conflicts())
                    .as("seed %d", seed)
                    .allMatch(conflict -> conflict.reason().contains("not known"));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatOneActorSetIsPutBackOrNamed(long seed) {
        Happened copy = life(seed, 0, 25);
        List<Activity> all = List.copyOf(copy.activities());
        List<Activity> chosen = all.stream()
                .filter(activity ->
                        activity.actor() != null && activity.actor().id().equals("2"))
                .toList();
        ObjectPast now = past(all, activity -> true);
        Set<Long> ids = new HashSet<>();
        chosen.forEach(activity -> ids.add(activity.id()));
        Set<String> given = now.givenBy(ids);

        Undo.Outcome outcome = undo(all, chosen);
        apply(copy, outcome.events());

        ObjectPast after = past(copy.activities(), activity -> true);
        Set<String> named = new HashSet<>();
        outcome.conflicts().forEach(conflict -> named.add(String.valueOf(conflict.field())));
        for (String field : given) {
            long giver = now.giver(field);
            // A field whose last change was not the actor's, or that was named, stays.
            if (!ids.contains(giver) || named.contains(field) || named.contains("null")) {
                continue;
            }
            assertThat(ids).as("seed %d, field %s", seed, field).doesNotContain(lastChange(after, copy, field));
        }
    }

    /** The activity to whose word a field goes back: the one that gave it the value before, of those that were there before the undo. */
    private static long lastChange(ObjectPast after, Happened copy, String field) {
        long giver = after.giver(field);
        return giver == 0 || copy.event(giver).source().equals("annals:undo") ? 0 : giver;
    }

    private static Happened life(long seed, int latePercent, int events) {
        Happened happened = new Happened();
        RandomLife life = new RandomLife(new Random(seed), "1", latePercent);
        while (happened.activities().size() < events) {
            happened.take(life.next());
        }
        return happened;
    }

    private static Undo.Outcome undo(List<Activity> all, List<Activity> chosen) {
        List<Activity> latestFirst = new ArrayList<>(chosen);
        latestFirst.sort(Comparator.comparing(Stamp::of).reversed());
        List<Undo.Step> steps = new ArrayList<>();
        for (Activity activity : latestFirst) {
            Stamp stamp = Stamp.of(activity);
            steps.add(new Undo.Step(
                    activity,
                    past(all, other -> stamp.isAfter(Stamp.of(other))),
                    past(all, other -> !Stamp.of(other).isAfter(stamp)),
                    0));
        }
        return Undo.of(steps, past(all, activity -> true), Stamp.instant(2_000_000_000_000L));
    }

    /** Sends the events as they are written. */
    private static void apply(Happened copy, List<ChangeEvent> events) {
        ChangeJson json = new ChangeJson(Limits.DEFAULT);
        for (ChangeEvent event : events) {
            copy.take(json.decode(json.encode(event)).orElseThrow());
        }
    }

    private static ObjectPast past(List<Activity> all, java.util.function.Predicate<Activity> counts) {
        ObjectPast past = new ObjectPast();
        all.stream().filter(counts).forEach(past::apply);
        return past;
    }

    private static void assertSame(long seed, Optional<ObjectState> actual, Optional<ObjectState> expected) {
        assertThat(actual.isPresent()).as("seed %d", seed).isEqualTo(expected.isPresent());
        expected.ifPresent(
                document -> assertThat(JsonEquality.same(actual.orElseThrow().text(), document.text()))
                        .as("seed %d: %s is not %s", seed, actual.orElseThrow().text(), document.text())
                        .isTrue());
    }
}
