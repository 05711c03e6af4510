package dev.annals.ingest.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.ingest.bridge.Bridging;
import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedEnvelopesTest {
    private static final String MAPPING = """
            sources:
            - topics: [feas.*]
              format: debezium
              rules:
              - match: public.job_templates
                type: job_template
                sensitive: [raw]
            """;

    private static final String TYPED = """
            sources:
            - topics: [feas.*]
              format: debezium
              rules:
              - match: public.job_templates
                type: job_template
                sensitive: [raw]
                columns: {%s, doc: json, docb: json}
            """;

    private static final String NUMBERS =
            "price: decimal(4), money_c: decimal(2), local_ts: timestamp-micros, local_ts3: timestamp-millis, d: date, t: time-micros";
    private static final String TEXTS =
            "price: number, ratio_any: number, money_c: number, local_ts: iso-local, local_ts3: iso-local, d: iso-local, t: iso-local";

    private static List<ChangeEvent> events(String recording) {
        Bridging bridging = bridging(recording);
        Recording.of(recording).forEach(step -> bridging.add(step.record()));
        assertThat(bridging.refusals()).isEmpty();
        assertThat(bridging.isEmpty()).isTrue();
        return bridging.events();
    }

    private static Bridging bridging(String recording) {
        return new Bridging(
                switch (recording) {
                    case "schemas" -> MAPPING;
                    case "strings" -> TYPED.formatted(TEXTS);
                    default -> TYPED.formatted(NUMBERS);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "schemas", "strings", "no-tx-no-tombstone"})
    void everyChangeOfARowBecomesAnEventWithItsValues(String recording) {
        List<ChangeEvent> events = events(recording);

        assertThat(events.stream()
                        .filter(event -> event.object().type().equals("job_template"))
                        .map(RecordedEnvelopesTest::summary))
                .containsExactly(
                        "snapshot 10 Deploy",
                        "snapshot 11 all null",
                        "create 12 Build",
                        "update 12 Deploy 2",
                        "update 10 Deploy",
                        "update 12 Deploy 2",
                        "delete 12 null",
                        "create 13 edge");
        ChangeEvent updated = events.stream()
                .filter(event -> event.object().id().equals("12") && event.operation() == Operation.UPDATE)
                .findFirst()
                .orElseThrow();
        var row = Objects.requireNonNull(updated.after()).tree();
        assertThat(row.path("price")).hasToString("99999999.9999");
        assertThat(row.path("ratio_any")).hasToString("123456789012345678901234567890.123456789");
        assertThat(row.path("money_c")).hasToString("12.34");
        assertThat(row.path("created").asText()).isEqualTo("2026-01-31T10:00:00.123456Z");
        assertThat(row.path("local_ts").asText()).isEqualTo("2026-01-31T12:00:00.123456");
        assertThat(row.path("local_ts3").asText()).isEqualTo("2026-01-31T12:00:00.123");
        assertThat(row.path("d").asText()).isEqualTo("2026-01-31");
        assertThat(row.path("t").asText()).isEqualTo("23:59:59.123456");
        assertThat(row.path("doc")).hasToString("{\"b\":1,\"a\":[true,null]}");
        assertThat(updated.sensitive()).containsExactly("/raw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "schemas", "strings", "no-tx-no-tombstone"})
    void aValueThatDebeziumWasNotGivenIsNoChange(String recording) {
        ChangeEvent toast = events(recording).stream()
                .filter(event -> event.object().id().equals("10") && !event.snapshot())
                .findFirst()
                .orElseThrow();

        assertThat(toast.after()).isNull();
        Map<String, FieldChange> changes = Objects.requireNonNull(toast.changes()).stream()
                .collect(Collectors.toMap(FieldChange::field, change -> change));
        assertThat(changes).doesNotContainKey("big").containsKeys("id", "forks", "tags");
        assertThat(changes.get("forks")).isEqualTo(new FieldChange("forks", null, new JsonText("7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "schemas", "strings", "no-tx-no-tombstone"})
    void inventedValuesOfADeletedRowAreNotBelieved(String recording) {
        assertThat(events(recording).stream().filter(event -> event.operation() == Operation.DELETE))
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.before()).isNull();
                    assertThat(event.object().name()).isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "schemas", "strings"})
    void aTransactionIsACommitInItsOwnOrder(String recording) {
        List<ChangeEvent> several = events(recording).stream()
                .filter(event -> event.object().id().matches("3|3,9|1,8|12"))
                .filter(event -> Objects.requireNonNull(event.commit()).index() != null)
                .collect(Collectors.groupingBy(
                        event -> Objects.requireNonNull(event.commit()).id()))
                .values()
                .stream()
                .filter(members -> members.size() == 4)
                .findFirst()
                .orElseThrow();

        assertThat(several.stream().map(RecordedEnvelopesTest::summary))
                .containsExactly("create 3 Third", "create 3,9 null", "update 12 Deploy 2", "delete 1,8 null");
        assertThat(several.stream()
                        .map(event -> Objects.requireNonNull(event.commit()).index()))
                .containsExactly(0, 1, 2, 3);
        assertThat(several.stream()
                        .map(event -> Objects.requireNonNull(event.commit()).size()))
                .containsExactly(null, null, null, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "no-tx-no-tombstone"})
    void aChangedKeyIsTwoEventsThatNameEachOther(String recording) {
        List<ChangeEvent> events = events(recording).stream()
                .filter(event -> event.object().type().equals("memberships")
                        && !event.related().isEmpty())
                .toList();

        assertThat(events.stream().map(RecordedEnvelopesTest::summary))
                .containsExactly("delete 1,7 null", "create 1,8 null");
        assertThat(events.get(0).related().get(0).id()).isEqualTo("1,8");
        assertThat(events.get(1).related().get(0).id()).isEqualTo("1,7");
        assertThat(Objects.requireNonNull(events.get(1).after()).text()).contains("\"role\":\"admin\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "no-tx-no-tombstone"})
    void aTableWithoutAKeyLosesNothing(String recording) {
        assertThat(events(recording).stream()
                        .filter(event -> event.object().type().equals("nokey"))
                        .map(event -> Objects.requireNonNull(event.operation()).wireName() + " "
                                + Objects.requireNonNull(event.changes()).stream()
                                        .map(change -> change.oldValue() + ">" + change.newValue())
                                        .toList()))
                .containsExactly(
                        "create [null>\"a\"]", "delete [\"a\">null]", "create [null>\"b\"]", "delete [\"b\">null]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "no-tx-no-tombstone"})
    void aLogicalMessageSaysWhoItWas(String recording) {
        assertThat(events(recording).stream().filter(event -> event.actor() != null))
                .singleElement()
                .satisfies(event -> {
                    assertThat(Objects.requireNonNull(event.actor()).id()).isEqualTo("ada");
                    assertThat(event.object().id()).isEqualTo("3,11");
                });
    }

    @Test
    void aTruncatedTableIsAnEventOfItsOwn() {
        assertThat(events("plain").stream()
                        .filter(event -> "truncate".equals(event.wording().verb()))
                        .map(event -> event.object().id()))
                .containsExactly("public.memberships", "public.nokey");
    }

    /** The order of a topic is kept, that between topics is not: no consumer has it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void topicsThatComeInAnyOrderGiveTheSameCommits(long seed) {
        Map<String, List<Recording.Step>> topics = Recording.of("plain").stream()
                .collect(Collectors.groupingBy(step -> step.record().topic()));
        Bridging bridging = bridging("plain");
        Random random = new Random(seed);
        List<List<Recording.Step>> left = new ArrayList<>();
        topics.values().forEach(steps -> left.add(new ArrayList<>(steps)));
        while (!left.isEmpty()) {
            List<Recording.Step> topic = left.get(random.nextInt(left.size()));
            bridging.add(topic.remove(0).record());
            left.removeIf(List::isEmpty);
        }

        assertThat(bridging.isEmpty()).as("seed %s", seed).isTrue();
        assertThat(commits(bridging.events())).as("seed %s", seed).isEqualTo(commits(events("plain")));
    }

    /** Debezium that was killed sends again what it had sent; the bridge makes the same events of it, so that the processor knows them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatDebeziumSendsAgainIsTheSameEvent(long seed) {
        List<Recording.Step> steps = Recording.of("plain");
        Random random = new Random(seed);
        int killed = random.nextInt(steps.size());
        int resumed = random.nextInt(killed + 1);
        Bridging bridging = bridging("plain");
        steps.subList(0, killed).forEach(step -> bridging.add(step.record()));
        bridging.later(Duration.ofSeconds(30));
        steps.subList(resumed, steps.size()).forEach(step -> bridging.add(step.record()));
        bridging.later(Duration.ofSeconds(30));

        Map<String, List<ChangeEvent>> again =
                bridging.events().stream().collect(Collectors.groupingBy(ChangeEvent::id));
        assertThat(again.keySet())
                .as("seed %s: killed at %s, resumed at %s", seed, killed, resumed)
                .isEqualTo(events("plain").stream().map(ChangeEvent::id).collect(Collectors.toSet()));
        again.values()
                .forEach(same -> assertThat(Collections.frequency(same, same.get(0)))
                        .as("seed %s: killed at %s, resumed at %s: %s", seed, killed, resumed, same)
                        .isEqualTo(same.size()));
    }

    private static Map<String, List<ChangeEvent>> commits(List<ChangeEvent> events) {
        return events.stream()
                .filter(event -> event.commit() != null)
                .collect(Collectors.groupingBy(
                        event -> Objects.requireNonNull(event.commit()).id()));
    }

    private static String summary(ChangeEvent event) {
        return (event.snapshot()
                        ? "snapshot"
                        : Objects.requireNonNull(event.operation()).wireName()) + " "
                + event.object().id() + " " + event.object().name();
    }
}
