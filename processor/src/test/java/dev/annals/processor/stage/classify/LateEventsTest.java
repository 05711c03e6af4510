package dev.annals.processor.stage.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Drift;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.processor.stage.Events;
import dev.annals.processor.stage.memory.MemoryByteStore;
import dev.annals.processor.stage.memory.RecentValues;
import dev.annals.processor.stage.state.KnownObject;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.processor.stage.state.ObjectStates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document of an object is what its events make of it in the order of their times, whatever order they come in. */
class LateEventsTest {
    private final MemoryByteStore store = new MemoryByteStore();
    private final ObjectStates states = new ObjectStates(store, new RecentValues(1 << 16));

    @Test
    void aLateEventDoesNotUndoALaterOne() {
        apply(10, whole("{'a':'A'}", "{'a':'B'}"));
        apply(20, whole("{'a':'B'}", "{'a':'C'}"));

        Effect again = apply(10, whole("{'a':'A'}", "{'a':'B'}"));

        assertThat(again.recorded()).isTrue();
        assertThat(again.late()).isTrue();
        assertThat(again.operation()).isEqualTo(Operation.UPDATE);
        assertThat(again.changes()).containsExactly(change("a", "'A'", "'B'"));
        assertThat(again.drift()).isEmpty();
        assertDocument("{'a':'C'}");
    }

    @Test
    void aLateEventSetsTheFieldsThatNoLaterOneHasSet() {
        apply(10, pairs(change("a", "null", "1"), change("b", "null", "1"), change("c", "null", "1")));
        apply(30, pairs(change("a", "1", "3")));

        Effect late = apply(20, pairs(change("a", "1", "2"), change("b", "7", "2")));

        assertThat(late.late()).isTrue();
        assertThat(late.changes()).containsExactly(change("a", "1", "2"), change("b", "7", "2"));
        assertThat(late.drift()).containsExactly(new Drift("b", json("1"), json("7")));
        assertDocument("{'a':3,'b':2,'c':1}");
    }

    @Test
    void theOldValueOfAFieldThatALaterEventHasSetIsUnknownUnlessTheProducerSaysIt() {
        apply(10, whole(null, "{'a':1,'b':1}"));
        apply(30, patch("{'a':3}"));

        Effect late = apply(20, whole(null, "{'a':2,'b':2}"));

        assertThat(late.changes()).containsExactly(change("a", null, "2"), change("b", "1", "2"));
        assertThat(late.baseline()).isFalse();
        assertDocument("{'a':3,'b':2}");
    }

    @Test
    void ofTwoEventsOfOneTimeTheOneThatCameLaterCounts() {
        apply(10, whole(null, "{'a':1}"));

        Effect second = apply(10, whole(null, "{'a':2}"));

        assertThat(second.late()).isFalse();
        assertDocument("{'a':2}");
    }

    @Test
    void aLateUpdateDoesNotBringADeletedObjectBack() {
        apply(10, whole(null, "{'a':1}"));
        apply(30, gone());

        Effect late = apply(20, whole(null, "{'a':2}"));

        assertThat(late.recorded()).isTrue();
        assertThat(late.late()).isTrue();
        assertThat(states.find(event(gone())).document()).isNull();
    }

    @Test
    void aLateDeleteLeavesWhatWasCreatedAfterIt() {
        apply(10, pairs(change("a", null, "1"), change("b", null, "1")));
        apply(30, pairs(change("a", null, "3")));

        Effect late = apply(20, gone());

        assertThat(late.operation()).isEqualTo(Operation.DELETE);
        assertThat(late.late()).isTrue();
        assertThat(late.changes()).containsExactly(change("b", "1", null));
        assertDocument("{'a':3}");
    }

    @Test
    void aFieldThatALaterPatchRemovedStaysRemoved() {
        apply(10, whole(null, "{'a':1,'b':1}"));
        apply(30, patch("{'b':null}"));

        apply(20, whole(null, "{'a':2,'b':2}"));

        assertDocument("{'a':2}");
    }

    @Test
    void aLatePatchThatRemovesWhatALaterEventHasSetIsRecorded() {
        apply(10, whole(null, "{'a':1}"));
        apply(30, patch("{'a':3}"));

        Effect late = apply(20, patch("{'a':null}"));

        assertThat(late.recorded()).isTrue();
        assertThat(late.changes()).containsExactly(change("a", null, null));
        assertDocument("{'a':3}");
    }

    @Test
    void aLateEventThatOnlyHappenedIsMarked() {
        apply(10, whole(null, "{'a':1}"));

        assertThat(apply(5, new Body(Operation.EXECUTE, null, null, null, null)).late())
                .isTrue();
        assertThat(apply(15, new Body(Operation.EXECUTE, null, null, null, null))
                        .late())
                .isFalse();
    }

    @Test
    void aDocumentOfAnEarlierReleaseIsOlderThanEveryEvent() {
        byte[] key = "default\0host\0001".getBytes(StandardCharsets.UTF_8);
        store.put(key, "{\"a\":1}".getBytes(StandardCharsets.UTF_8));

        Effect effect = apply(5, patch("{'a':2}"));

        assertThat(effect.late()).isFalse();
        assertThat(effect.changes()).containsExactly(change("a", "1", "2"));
        assertDocument("{'a':2}");
    }

    @Test
    void theTimesOfAnObjectAreBoundedAndALateEventSetsNeverTooMuch() {
        apply(1, whole(null, "{'kept':1}"));
        for (int i = 0; i < 1_200; i++) {
            apply(10 + 2 * i, patch("{'f" + i + "':1,'" + "x".repeat(i % 300) + i + "':1}"));
            apply(11 + 2 * i, patch("{'" + "x".repeat(i % 300) + i + "':null}"));
        }

        assertThat(store.get("default\0host\0001".getBytes(StandardCharsets.UTF_8)).length)
                .isLessThan(1_200 * 12 + 40 * 1024);
        apply(2, patch("{'f0':0,'f1199':0,'" + "x".repeat(299) + "1199':0,'0':0}"));
        assertThat(states.find(event(gone())).document().fields())
                .containsEntry("f0", json("1"))
                .containsEntry("f1199", json("1"))
                .hasSize(1_201);
    }

    static List<Long> seeds() {
        return new Random(20260131).longs(400).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDocumentIsThatOfTheEventsInTheOrderOfTheirTimes(long seed) {
        Random random = new Random(seed);
        List<Statement> statements = new ArrayList<>();
        int span = 1 + random.nextInt(60);
        for (int n = 0; n < 60; n++) {
            long time = random.nextInt(3) == 0 ? random.nextInt(span) : n * span / 60;
            Body body = body(random);
            boolean isThere = states.find(event(body)).document() != null;
            Effect effect = apply(time, body);
            boolean sets = !effect.changes().isEmpty() || (!isThere && !effect.late());
            if (effect.recorded() || (body.snapshot && sets)) {
                statements.add(new Statement(time, body, effect.changes()));
            }

            ObjectState document = states.find(event(body)).document();
            Map<String, String> expected = fold(statements);
            assertThat(document == null ? null : texts(document))
                    .as("seed %s after %s events", seed, n + 1)
                    .isEqualTo(expected);
        }
    }

    /** What was recorded of an event: its time, its kind, and the fields that its activity lists. */
    private record Statement(long time, Body body, List<FieldChange> changes) {}

    /** The plainest way to say it: sort, and do one after the other. */
    private static Map<String, String> fold(List<Statement> statements) {
        List<Statement> inOrder = new ArrayList<>(statements);
        inOrder.sort(Comparator.comparingLong(Statement::time));
        Map<String, String> document = null;
        for (Statement statement : inOrder) {
            if (statement.body.operation == Operation.DELETE) {
                document = null;
            } else if (statement.body.after != null) {
                document = texts(ObjectState.of(statement.body.after));
            } else {
                document = document == null ? new TreeMap<>() : document;
                for (FieldChange change : statement.changes) {
                    if (change.newValue() == null) {
                        document.remove(change.field());
                    } else {
                        document.put(change.field(), change.newValue().text());
                    }
                }
            }
        }
        return document;
    }

    private static Map<String, String> texts(ObjectState document) {
        Map<String, String> texts = new TreeMap<>();
        document.fields().forEach((field, value) -> texts.put(field, value.text()));
        return texts;
    }

    private static Body body(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> gone();
            case 1, 2 -> whole(random.nextBoolean() ? document(random) : null, document(random));
            case 3, 4 -> patch(document(random).replace("4", "null"));
            case 5 -> whole(null, document(random)).asSnapshot();
            default -> {
                List<FieldChange> changes = new ArrayList<>();
                ObjectState.of(json(document(random)))
                        .fields()
                        .forEach((field, value) -> changes.add(new FieldChange(
                                field,
                                random.nextBoolean() ? null : json("" + random.nextInt(4)),
                                value.text().equals("4") ? null : value)));
                yield changes.isEmpty() ? gone() : pairs(changes.toArray(FieldChange[]::new));
            }
        };
    }

    private static String document(Random random) {
        Map<String, Integer> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.put("'" + (char) ('a' + random.nextInt(6)) + "'", random.nextInt(5));
        }
        return fields.toString().replace("=", ":").replace(" ", "");
    }

    /** What an event says. */
    private record Body(
            Operation operation,
            JsonText before,
            JsonText after,
            JsonText patch,
            List<FieldChange> changes,
            boolean snapshot) {
        Body(Operation operation, JsonText before, JsonText after, JsonText patch, List<FieldChange> changes) {
            this(operation, before, after, patch, changes, false);
        }

        Body asSnapshot() {
            return new Body(operation, before, after, patch, changes, true);
        }
    }

    private static Body whole(String before, String after) {
        return new Body(null, before == null ? null : json(before), json(after), null, null);
    }

    private static Body patch(String patch) {
        return new Body(null, null, null, json(patch), null);
    }

    private static Body pairs(FieldChange... changes) {
        return new Body(null, null, null, null, List.of(changes));
    }

    private static Body gone() {
        return new Body(Operation.DELETE, null, null, null, null);
    }

    private static ChangeEvent event(Body body) {
        return Events.event("1", body.operation, body.before, body.after, body.patch, body.changes, body.snapshot);
    }

    private Effect apply(long time, Body body) {
        ChangeEvent event = event(body);
        KnownObject known = states.find(event);
        Effect effect = Effect.of(event, known, time);
        states.apply(event, effect.state());
        return effect;
    }

    private void assertDocument(String document) {
        assertThat(texts(states.find(event(gone())).document())).isEqualTo(texts(ObjectState.of(json(document))));
    }

    private static FieldChange change(String field, String oldValue, String newValue) {
        return new FieldChange(
                field, oldValue == null ? null : json(oldValue), newValue == null ? null : json(newValue));
    }

    private static JsonText json(String text) {
        return new JsonText(text.replace('\'', '"'));
    }
}
