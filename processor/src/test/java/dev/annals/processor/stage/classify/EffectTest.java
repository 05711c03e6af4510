package dev.annals.processor.stage.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Drift;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.processor.stage.Events;
import dev.annals.processor.stage.state.KnownObject;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.processor.stage.state.StateChange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EffectTest {
    private static final ObjectState STORED = document("{'name':'web','size':1}");

    @Test
    void anUnknownObjectWithItsWholeDocumentIsCreated() {
        Effect effect = effect(event().after("{'name':'web'}").build(), null);

        assertThat(effect.operation()).isEqualTo(Operation.CREATE);
        assertThat(effect.changes()).containsExactly(change("name", null, "'web'"));
        assertThat(effect.baseline()).isFalse();
        assertStored(effect, "{'name':'web'}");
    }

    @Test
    void anUpdateOfAnUnknownObjectIsItsBaseline() {
        Effect effect = effect(
                event().operation(Operation.UPDATE).after("{'name':'web'}").build(), null);

        assertThat(effect.operation()).isEqualTo(Operation.UPDATE);
        assertThat(effect.baseline()).isTrue();
        assertThat(effect.changes()).containsExactly(change("name", null, "'web'"));
    }

    @Test
    void aPatchOfAnUnknownObjectIsItsBaseline() {
        Effect effect = effect(event().patch("{'size':2,'gone':null}").build(), null);

        assertThat(effect.operation()).isEqualTo(Operation.UPDATE);
        assertThat(effect.baseline()).isTrue();
        assertThat(effect.changes()).containsExactly(change("size", null, "2"));
        assertStored(effect, "{'size':2}");
    }

    @Test
    void theProducersBeforeIsTheOldSideOfAnUnknownObject() {
        Effect effect = effect(event().before("{'size':1}").after("{'size':2}").build(), null);

        assertThat(effect.operation()).isEqualTo(Operation.UPDATE);
        assertThat(effect.baseline()).isFalse();
        assertThat(effect.drift()).isEmpty();
        assertThat(effect.changes()).containsExactly(change("size", "1", "2"));
    }

    @Test
    void theStoredDocumentIsTheOldSideWhateverTheProducerSays() {
        Effect effect = effect(
                event().before("{'name':'web','size':7}")
                        .after("{'name':'web','size':2}")
                        .build(),
                STORED);

        assertThat(effect.changes()).containsExactly(change("size", "1", "2"));
        assertThat(effect.drift()).containsExactly(new Drift("size", new JsonText("1"), new JsonText("7")));
    }

    @Test
    void aBeforeThatContradictsIsRecordedEvenWhenNothingChanged() {
        Effect effect = effect(
                event().before("{'name':'web'}")
                        .after("{'name':'web','size':1}")
                        .build(),
                STORED);

        assertThat(effect.recorded()).isTrue();
        assertThat(effect.changes()).isEmpty();
        assertThat(effect.drift()).containsExactly(new Drift("size", new JsonText("1"), null));
    }

    @Test
    void theSameDocumentAgainIsUnchanged() {
        Effect effect = effect(event().after("{'size':1.0,'name':'web'}").build(), STORED);

        assertThat(effect.recorded()).isFalse();
        assertThat(effect.state()).isInstanceOf(StateChange.Kept.class);
    }

    @Test
    void aCreateOfAKnownObjectStaysACreateAndIsComparedWithWhatIsStored() {
        Effect effect = effect(
                event().operation(Operation.CREATE)
                        .after("{'name':'web','size':2}")
                        .build(),
                STORED);

        assertThat(effect.operation()).isEqualTo(Operation.CREATE);
        assertThat(effect.changes()).containsExactly(change("size", "1", "2"));
    }

    @Test
    void aCreateIsRecordedEvenWhenItSaysNothing() {
        assertThat(effect(event().operation(Operation.CREATE).after("{}").build(), null)
                        .recorded())
                .isTrue();
    }

    @Test
    void aDeleteCarriesTheLastKnownFields() {
        Effect effect = effect(event().operation(Operation.DELETE).build(), STORED);

        assertThat(effect.changes()).containsExactly(change("name", "'web'", null), change("size", "1", null));
        assertThat(effect.state())
                .isInstanceOfSatisfying(
                        StateChange.Stored.class,
                        stored -> assertThat(stored.known().document()).isNull());
    }

    @Test
    void anAfterOfNullIsADelete() {
        Effect effect = effect(event().after("null").build(), STORED);

        assertThat(effect.operation()).isEqualTo(Operation.DELETE);
        assertThat(effect.state())
                .isInstanceOfSatisfying(
                        StateChange.Stored.class,
                        stored -> assertThat(stored.known().document()).isNull());
    }

    @Test
    void aDeleteOfAnUnknownObjectIsRecordedWithoutFields() {
        Effect effect = effect(event().operation(Operation.DELETE).build(), null);

        assertThat(effect.recorded()).isTrue();
        assertThat(effect.changes()).isEmpty();
        assertThat(effect.baseline()).isFalse();
    }

    @Test
    void aDeleteOfAnUnknownObjectTakesTheFieldsThatTheProducerSends() {
        assertThat(effect(event().operation(Operation.DELETE).after("{'a':1}").build(), null)
                        .changes())
                .containsExactly(change("a", "1", null));
        assertThat(effect(event().operation(Operation.DELETE).before("{'a':1}").build(), null)
                        .changes())
                .containsExactly(change("a", "1", null));
        assertThat(effect(
                                event().operation(Operation.DELETE)
                                        .changes(change("a", "1", "null"))
                                        .build(),
                                null)
                        .changes())
                .containsExactly(change("a", "1", null));
    }

    @Test
    void changesOfTheProducerAreAppliedToTheStoredDocument() {
        Effect effect = effect(
                event().changes(change("size", "1", "2"), change("new", "null", "3"))
                        .build(),
                STORED);

        assertThat(effect.changes()).containsExactly(change("size", "1", "2"), change("new", null, "3"));
        assertThat(effect.drift()).isEmpty();
        assertStored(effect, "{'name':'web','size':2,'new':3}");
    }

    @Test
    void anOldSideThatContradictsTheStoredDocumentIsDrift() {
        Effect effect = effect(event().changes(change("size", "5", "2")).build(), STORED);

        assertThat(effect.changes()).containsExactly(change("size", "5", "2"));
        assertThat(effect.drift()).containsExactly(new Drift("size", new JsonText("1"), new JsonText("5")));
    }

    @Test
    void aPairWithEqualSidesIsShownBecauseAMaskMayHideTheDifference() {
        Effect effect = effect(
                event().operation(Operation.UPDATE)
                        .changes(change("name", "'hidden'", "'hidden'"))
                        .build(),
                document("{'name':'hidden'}"));

        assertThat(effect.recorded()).isTrue();
        assertThat(effect.changes()).containsExactly(change("name", "'hidden'", "'hidden'"));
        assertThat(effect.drift()).isEmpty();
        assertStored(effect, "{'name':'hidden'}");
    }

    @Test
    void aPairWithEqualSidesOfAnUnknownObjectIsShown() {
        Effect effect =
                effect(event().changes(change("token", "'hidden'", "'hidden'")).build(), null);

        assertThat(effect.recorded()).isTrue();
        assertThat(effect.changes()).containsExactly(change("token", "'hidden'", "'hidden'"));
        assertStored(effect, "{'token':'hidden'}");
    }

    @Test
    void aPairWhoseNewSideIsStoredAlreadyIsShownAsSentAndIsDrift() {
        Effect effect = effect(event().changes(change("size", "5", "1")).build(), STORED);

        assertThat(effect.recorded()).isTrue();
        assertThat(effect.changes()).containsExactly(change("size", "5", "1"));
        assertThat(effect.drift()).containsExactly(new Drift("size", new JsonText("1"), new JsonText("5")));
        assertStored(effect, "{'name':'web','size':1}");
    }

    @Test
    void anOldSideThatIsNotGivenIsTheStoredOne() {
        Effect effect = effect(event().changes(change("size", null, "2")).build(), STORED);

        assertThat(effect.changes()).containsExactly(change("size", "1", "2"));
        assertThat(effect.drift()).isEmpty();
    }

    @Test
    void aCreatesPairsHaveNoOldSideAndKeepTheirNulls() {
        Effect effect = effect(
                event().operation(Operation.CREATE)
                        .changes(change("name", "null", "'web'"), change("limit", "null", "null"))
                        .build(),
                null);

        assertThat(effect.changes()).containsExactly(change("name", null, "'web'"), change("limit", null, "null"));
    }

    @Test
    void aPairBesideADocumentIsShownEvenWhenTheDocumentsAreEqual() {
        Effect effect = effect(
                event().after("{'name':'web','size':2,'token':'hidden'}")
                        .changes(change("token", "'hidden'", "'hidden'"), change("size", "1", "3"))
                        .build(),
                document("{'name':'web','size':1,'token':'hidden'}"));

        assertThat(effect.changes()).containsExactly(change("size", "1", "2"), change("token", "'hidden'", "'hidden'"));
    }

    @Test
    void aDeleteKeepsThePairsThatWereSent() {
        Effect effect = effect(
                event().operation(Operation.DELETE)
                        .changes(change("size", "7", "null"), change("limit", "null", "null"))
                        .build(),
                STORED);

        assertThat(effect.changes()).containsExactly(change("size", "7", null), change("limit", "null", null));
        assertThat(effect.drift()).containsExactly(new Drift("size", new JsonText("1"), new JsonText("7")));
        assertThat(effect.state())
                .isInstanceOfSatisfying(
                        StateChange.Stored.class,
                        stored -> assertThat(stored.known().document()).isNull());
    }

    @Test
    void aDeleteKeepsTheDocumentThatWasSent() {
        Effect before = effect(
                event().operation(Operation.DELETE)
                        .before("{'name':'web','size':7}")
                        .build(),
                STORED);
        Effect after = effect(
                event().operation(Operation.DELETE)
                        .after("{'name':'web','size':7}")
                        .build(),
                STORED);

        for (Effect effect : List.of(before, after)) {
            assertThat(effect.changes()).containsExactly(change("name", "'web'", null), change("size", "7", null));
            assertThat(effect.drift()).containsExactly(new Drift("size", new JsonText("1"), new JsonText("7")));
            assertThat(effect.state())
                    .isInstanceOfSatisfying(
                            StateChange.Stored.class,
                            stored -> assertThat(stored.known().document()).isNull());
        }
    }

    @Test
    void changesOfAnUnknownObjectAreTakenAsTheyAre() {
        Effect effect = effect(event().changes(change("size", "5", "2")).build(), null);

        assertThat(effect.operation()).isEqualTo(Operation.UPDATE);
        assertThat(effect.baseline()).isFalse();
        assertThat(effect.changes()).containsExactly(change("size", "5", "2"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"ASSOCIATE", "DISASSOCIATE", "EXECUTE", "LOGIN", "LOGOUT", "OTHER"})
    void whatIsNoEditHappenedWithoutAnyDocumentAndLeavesTheDocumentAlone(Operation operation) {
        Effect effect = effect(event().operation(operation).build(), STORED);

        assertThat(effect.recorded()).isTrue();
        assertThat(effect.changes()).isEmpty();
        assertThat(effect.state()).isInstanceOf(StateChange.Kept.class);
    }

    @Test
    void anAssociationThatCarriesADocumentIsDiffedLikeAnyOther() {
        Effect effect = effect(
                event().operation(Operation.ASSOCIATE)
                        .after("{'name':'web','size':2}")
                        .build(),
                STORED);

        assertThat(effect.changes()).containsExactly(change("size", "1", "2"));
        assertStored(effect, "{'name':'web','size':2}");
    }

    @Test
    void aPairWithoutAnOldSideThatRepeatsWhatIsStoredIsNoChange() {
        Effect effect = effect(
                event().operation(Operation.UPDATE)
                        .changes(change("name", null, "'web'"), change("size", null, "2"), change("gone", null, null))
                        .build(),
                STORED);

        assertThat(effect.changes()).containsExactly(change("size", "1", "2"));
        assertThat(effect.drift()).isEmpty();
        assertStored(effect, "{'name':'web','size':2}");
        assertThat(effect(
                                event().operation(Operation.UPDATE)
                                        .changes(change("name", null, "'web'"))
                                        .build(),
                                STORED)
                        .recorded())
                .isFalse();
    }

    @Test
    void aPairWithoutAnOldSideSetsItsFieldExactly() {
        Effect effect = effect(
                event().operation(Operation.UPDATE)
                        .changes(change("tags", null, "{'b':2}"), change("size", null, "null"))
                        .build(),
                document("{'tags':{'a':1},'size':1}"));

        assertThat(effect.changes()).containsExactly(change("tags", "{'a':1}", "{'b':2}"), change("size", "1", "null"));
        assertStored(effect, "{'tags':{'b':2},'size':null}");
    }

    @Test
    void anUpdateWithoutAnyDocumentIsTakenAtItsWord() {
        assertThat(effect(event().operation(Operation.UPDATE).build(), STORED).recorded())
                .isTrue();
        assertThat(effect(event().build(), STORED).recorded()).isFalse();
    }

    @Test
    void aSnapshotSetsTheDocumentAndIsNotRecorded() {
        Effect effect = effect(event().after("{'size':2}").snapshot().build(), STORED);

        assertThat(effect.recorded()).isFalse();
        assertStored(effect, "{'size':2}");
    }

    private static void assertStored(Effect effect, String document) {
        assertThat(effect.state())
                .isInstanceOfSatisfying(
                        StateChange.Stored.class,
                        stored -> assertThat(stored.known().document().text()).isEqualTo(json(document)));
    }

    private static Effect effect(ChangeEvent event, ObjectState stored) {
        return Effect.of(event, stored == null ? KnownObject.NOTHING : KnownObject.of(stored, 1), 2);
    }

    private static EventBuilder event() {
        return new EventBuilder();
    }

    private static ObjectState document(String json) {
        return ObjectState.of(json(json));
    }

    private static FieldChange change(String field, String oldValue, String newValue) {
        return new FieldChange(
                field, oldValue == null ? null : json(oldValue), newValue == null ? null : json(newValue));
    }

    private static JsonText json(String text) {
        return new JsonText(text.replace('\'', '"'));
    }

    /** An event of which only what a test is about is said. */
    private static final class EventBuilder {
        private Operation operation;
        private JsonText before;
        private JsonText after;
        private JsonText patch;
        private List<FieldChange> changes;
        private boolean snapshot;

        EventBuilder operation(Operation value) {
            operation = value;
            return this;
        }

        EventBuilder before(String value) {
            before = json(value);
            return this;
        }

        EventBuilder after(String value) {
            after = json(value);
            return this;
        }

        EventBuilder patch(String value) {
            patch = json(value);
            return this;
        }

        EventBuilder changes(FieldChange... value) {
            changes = List.of(value);
            return this;
        }

        EventBuilder snapshot() {
            snapshot = true;
            return this;
        }

        ChangeEvent build() {
            return Events.event("1", operation, before, after, patch, changes, snapshot);
        }
    }
}
