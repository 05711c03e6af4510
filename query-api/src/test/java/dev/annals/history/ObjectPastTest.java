package dev.annals.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.history.Happened.Body;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Operation;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.processor.stage.state.ObjectState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The past that is told by activities is the one that their events made, at any instant and any position. */
class ObjectPastTest {
    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDocumentAtEveryInstantIsThatOfAPlainEvaluation(long seed) {
        Random random = new Random(seed);
        Happened happened = new Happened();
        RandomLife life = new RandomLife(random, "1", seed % 3 == 0 ? 0 : 25);
        for (int i = 0; i < 120; i++) {
            happened.take(life.next());
        }

        for (int i = 0; i < 400; i++) {
            int position = random.nextInt(happened.activities().size() + 1);
            List<Activity> known = happened.activities().subList(0, position);
            long time = known.isEmpty()
                    ? 0
                    : Stamp.micros(known.get(random.nextInt(position)).time()) - random.nextInt(2);
            ObjectPast past = past(known, time);
            JsonNode plain = plain(happened, known, time);
            assertThat(shown(past))
                    .as("seed %d, position %d, time %d", seed, position, time)
                    .isEqualTo(shown(plain));
            assertThat(same(past, plain))
                    .as(
                            "seed %d, position %d, time %d: %s is not %s",
                            seed,
                            position,
                            time,
                            past.document().map(ObjectState::text).orElse(null),
                            plain)
                    .isTrue();
        }
    }

    private static ObjectPast past(List<Activity> known, long time) {
        ObjectPast past = new ObjectPast();
        known.stream().filter(activity -> Stamp.micros(activity.time()) <= time).forEach(past::apply);
        return past;
    }

    private static JsonNode plain(Happened happened, List<Activity> known, long time) {
        List<ChangeEvent> events = new ArrayList<>();
        known.stream()
                .filter(activity -> Stamp.micros(activity.time()) <= time)
                .forEach(activity -> events.add(happened.event(activity.id())));
        return PlainEvaluation.document(events);
    }

    private static boolean same(ObjectPast past, JsonNode plain) {
        return past.document().isEmpty()
                ? plain == null
                : plain != null
                        && JsonEquality.same(past.document().get().text().tree(), plain);
    }

    private static boolean shown(ObjectPast past) {
        return past.document().isPresent();
    }

    private static boolean shown(JsonNode plain) {
        return plain != null;
    }

    @Test
    void aLateEventTakesItsPlaceInTimeAndDoesNotUndoALaterOne() {
        Happened happened = new Happened();
        happened.take(event(10, null, Body.after("{'a':1,'b':1}")));
        happened.take(event(30, null, Body.after("{'a':2}")));
        happened.take(event(20, null, Body.after("{'a':3}")));

        assertThat(text(happened, 15)).isEqualTo("{\"a\":1,\"b\":1}");
        assertThat(text(happened, 25)).isEqualTo("{\"a\":3}");
        assertThat(text(happened, 30)).isEqualTo("{\"a\":2}");
        assertThat(past(happened.activities(), 30_000_000).late()).isOne();
    }

    @Test
    void whatAProducerSaysOfAnObjectsPastCountsWhereNothingElseIsKnown() {
        Happened happened = new Happened();
        happened.take(event(10, null, Body.after("{'a':1,'b':2}").before("{'a':1,'b':1}")));

        ObjectPast past = past(happened.activities(), 10_000_000);

        assertThat(past.document().orElseThrow().text().text()).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(past.isComplete()).isTrue();
    }

    @Test
    void whatASnapshotSetIsInTheNextActivitysDocument() {
        Happened happened = new Happened();
        happened.take(event(10, null, Body.after("{'a':1,'b':1}").asSnapshot()));
        happened.take(event(20, null, Body.patch("{'b':2}")));
        happened.take(event(30, null, Body.patch("{'b':3}")));

        assertThat(happened.activities()).hasSize(2);
        assertThat(text(happened, 20)).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(text(happened, 30)).isEqualTo("{\"a\":1,\"b\":3}");
        assertThat(happened.activities().get(1).standing().document()).isNull();
    }

    @Test
    void anObjectThatAnUpdateEndedIsGone() {
        Happened happened = new Happened();
        happened.take(event(10, null, Body.after("{'a':1}")));
        happened.take(event(20, Operation.UPDATE, Body.after("null")));

        assertThat(past(happened.activities(), 20_000_000).exists()).isFalse();
    }

    @Test
    void everyLeafIsGivenByTheActivityThatGaveItItsValue() {
        Happened happened = new Happened();
        happened.take(event(10, null, Body.after("{'a':{'x':1,'y':[1,2]},'b':1}")));
        happened.take(event(20, null, Body.after("{'a':{'x':1,'y':[1,3]},'b':1}")));
        happened.take(event(30, null, Body.after("{'a':{'x':2,'y':[1,3]},'b':1,'c':{}}")));

        Blame blame = Blame.of(past(happened.activities(), 30_000_000));

        assertThat(blame.leaves())
                .extracting(leaf -> leaf.path() + "=" + leaf.value() + " by " + leaf.giver())
                .containsExactlyInAnyOrder("/a/x=2 by 3", "/a/y/0=1 by 1", "/a/y/1=3 by 2", "/b=1 by 1", "/c={} by 3");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void blameIsThatOfAPlainWalkThroughTime(long seed) {
        Random random = new Random(seed);
        Happened happened = new Happened();
        RandomLife life = new RandomLife(random, "1", 0);
        for (int i = 0; i < 60; i++) {
            happened.take(life.next());
        }
        for (int position = 1; position <= happened.activities().size(); position++) {
            List<Activity> known = happened.activities().subList(0, position);
            Blame blame = Blame.of(past(known, Long.MAX_VALUE));
            for (Blame.Leaf leaf : blame.leaves()) {
                assertThat(leaf.giver())
                        .as("seed %d, position %d, %s", seed, position, leaf.path())
                        .isEqualTo(plainGiver(happened, known, leaf));
            }
        }
    }

    /** The first of the activities from which on the leaf has had its value all the time. */
    private static long plainGiver(Happened happened, List<Activity> known, Blame.Leaf leaf) {
        List<Activity> inTime = new ArrayList<>(known);
        inTime.sort(Comparator.comparing(Stamp::of));
        long giver = 0;
        for (int i = inTime.size(); i > 0; i--) {
            List<ChangeEvent> events = new ArrayList<>();
            inTime.subList(0, i).forEach(activity -> events.add(happened.event(activity.id())));
            JsonNode document = PlainEvaluation.document(events);
            JsonNode value = document == null ? null : document.at(leaf.path());
            if (value == null
                    || value.isMissingNode()
                    || !JsonEquality.same(value, leaf.value().tree())) {
                break;
            }
            giver = inTime.get(i - 1).id();
        }
        return giver;
    }

    private static ChangeEvent event(long seconds, Operation operation, Body body) {
        return Happened.event(seconds, "7", operation, "1", body);
    }

    private static String text(Happened happened, long seconds) {
        return past(happened.activities(), seconds * 1_000_000)
                .document()
                .map(ObjectState::text)
                .map(Object::toString)
                .orElse("none");
    }
}
