package dev.annals.ingest.debezium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.ingest.bridge.Bridging;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopesTest {
    private static final String MAPPING = "sources: [{topics: ['db*'], format: debezium}]";
    private static final String MYSQL =
            "\"source\":{\"version\":\"3.6\",\"connector\":\"mysql\",\"name\":\"db\",\"ts_ms\":1769860800123,\"db\":\"shop\",\"table\":\"orders\",\"server_id\":1,\"gtid\":\"0e4d5dcd-a33b-11ec-80f6-0242ac110002:2\",\"file\":\"mysql-bin.000003\",\"pos\":%d,\"row\":%d,\"thread\":7,\"query\":null}";
    private static final String MONGO =
            "\"source\":{\"version\":\"3.6\",\"connector\":\"mongodb\",\"name\":\"db\",\"ts_ms\":1769860800000,\"db\":\"shop\",\"collection\":\"customers\",\"ord\":%d}";

    private final Bridging bridging = new Bridging(MAPPING);
    private long offset;

    @Test
    void rowsOfMySqlAreWholeBeforeAndAfter() {
        send(
                "db.shop.orders",
                "{'id':1}",
                "{'before':{'id':1,'total':5},'after':{'id':1,'total':6},'op':'u'," + MYSQL.formatted(4, 0) + "}");
        send(
                "db.shop.orders",
                "{'id':1}",
                "{'before':{'id':1,'total':6},'after':null,'op':'d'," + MYSQL.formatted(9, 0) + "}");

        assertThat(bridging.events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.object().type()).isEqualTo("orders");
            assertThat(event.before()).isNotNull();
            assertThat(Objects.requireNonNull(event.commit()).id())
                    .isEqualTo("db:0e4d5dcd-a33b-11ec-80f6-0242ac110002:2");
        });
    }

    @Test
    void rowsOfOneStatementOfMySqlAreDifferentEventsAndTheSameOnesWhenSentAgain() {
        for (int time = 0; time < 2; time++) {
            for (int row = 0; row < 3; row++) {
                send(
                        "db.shop.orders",
                        "{'id':" + row + "}",
                        "{'before':null,'after':{'id':" + row + "},'op':'c'," + MYSQL.formatted(4, row) + "}");
            }
        }

        assertThat(bridging.events().stream().map(ChangeEvent::id).distinct()).hasSize(3);
        assertThat(bridging.events().subList(0, 3)).isEqualTo(bridging.events().subList(3, 6));
    }

    @Test
    void aChangeOfTheSchemaIsAnEvent() {
        send(
                "db",
                null,
                "{'databaseName':'shop','ddl':'ALTER TABLE orders ADD note TEXT','tableChanges':[],"
                        + MYSQL.formatted(4, 0) + "}");

        assertThat(bridging.events()).singleElement().satisfies(event -> {
            assertThat(event.object().type()).isEqualTo("schema");
            assertThat(event.wording().description()).isEqualTo("ALTER TABLE orders ADD note TEXT");
        });
    }

    @Test
    void documentsOfMongoAreReadFromTheirText() {
        send(
                "db.shop.customers",
                "{'id':'{\\\"$oid\\\":\\\"507f1f77bcf86cd799439011\\\"}'}",
                "{'before':null,'after':'{\\\"_id\\\":{\\\"$oid\\\":\\\"507f1f77bcf86cd799439011\\\"},\\\"name\\\":\\\"Ada\\\",\\\"n\\\":{\\\"$numberLong\\\":\\\"5\\\"},\\\"d\\\":{\\\"$numberDecimal\\\":\\\"1.50\\\"},\\\"at\\\":{\\\"$date\\\":1769860800123},\\\"tags\\\":[\\\"x\\\"]}','updateDescription':null,'op':'c',"
                        + MONGO.formatted(1) + "}");

        ChangeEvent event = only();
        assertThat(event.object().type()).isEqualTo("customers");
        assertThat(event.object().id()).isEqualTo("507f1f77bcf86cd799439011");
        assertThat(event.object().name()).isEqualTo("Ada");
        assertThat(Objects.requireNonNull(event.after()).text())
                .isEqualTo(
                        "{\"_id\":\"507f1f77bcf86cd799439011\",\"name\":\"Ada\",\"n\":5,\"d\":1.50,\"at\":\"2026-01-31T12:00:00.123Z\",\"tags\":[\"x\"]}");
    }

    @Test
    void anUpdateOfMongoWithItsDocumentIsThatDocument() {
        send(
                "db.shop.customers",
                "{'id':'1'}",
                "{'before':null,'after':'{\\\"_id\\\":1,\\\"list\\\":[1]}','updateDescription':{'removedFields':null,'updatedFields':'{}','truncatedArrays':[{'field':'list','size':1}]},'op':'u',"
                        + MONGO.formatted(1) + "}");

        assertThat(Objects.requireNonNull(only().after()).text()).isEqualTo("{\"_id\":1,\"list\":[1]}");
    }

    @Test
    void anUpdateOfMongoWithoutItsDocumentSetsWhatItSays() {
        send(
                "db.shop.customers",
                "{'id':'1'}",
                "{'before':null,'after':null,'updateDescription':{'removedFields':['old'],'updatedFields':'{\\\"address\\\":{\\\"city\\\":\\\"Oslo\\\"},\\\"note\\\":null}','truncatedArrays':null},'op':'u',"
                        + MONGO.formatted(1) + "}");
        send(
                "db.shop.customers",
                "{'id':'1'}",
                "{'before':null,'after':null,'updateDescription':{'removedFields':['address.zip'],'updatedFields':'{\\\"address.city\\\":\\\"Bergen\\\"}','truncatedArrays':null},'op':'u',"
                        + MONGO.formatted(2) + "}");

        assertThat(bridging.events().get(0).changes())
                .containsExactly(
                        new FieldChange("address", null, new JsonText("{\"city\":\"Oslo\"}")),
                        new FieldChange("note", null, JsonText.NULL),
                        new FieldChange("old", null, null));
        assertThat(Objects.requireNonNull(bridging.events().get(1).patch()).text())
                .isEqualTo("{\"address\":{\"city\":\"Bergen\",\"zip\":null}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'removedFields':null,'updatedFields':'{}','truncatedArrays':[{'field':'list','size':1}]",
                "'removedFields':null,'updatedFields':'{\\\"list.0\\\":1}','truncatedArrays':null",
            })
    void whatAnUpdateOfMongoCannotSayIsRefused(String description) {
        send(
                "db.shop.customers",
                "{'id':'1'}",
                "{'after':null,'updateDescription':{" + description + "},'op':'u'," + MONGO.formatted(1) + "}");

        assertThat(bridging.events()).isEmpty();
        assertThat(bridging.refusals()).singleElement().asString().contains("change_streams_update_full");
    }

    static List<String> placeholders() {
        String text = "__debezium_unavailable_value";
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
        return List.of(
                "'" + text + "'",
                "'" + base64 + "'",
                "['" + text + "']",
                "['" + base64 + "']",
                text.chars().boxed().toList().toString(),
                "{'" + text + "':'" + text + "'}",
                "['" + UUID.nameUUIDFromBytes(text.getBytes(UTF_8)) + "']",
                "{'scale':0,'value':'" + base64 + "'}",
                new java.math.BigInteger(text.getBytes(UTF_8)).toString());
    }

    @ParameterizedTest
    @MethodSource("placeholders")
    void aPlaceholderIsKnownInEveryForm(String placeholder) {
        send(
                "db.public.t",
                "{'id':1}",
                "{'before':null,'after':{'id':1,'n':2,'big':" + placeholder
                        + "},'op':'u','source':{'connector':'postgresql','name':'db','schema':'public','table':'t','lsn':5,'txId':7}}");

        assertThat(only().changes()).extracting(FieldChange::field).containsExactly("id", "n");
    }

    @Test
    void aRowBeforeGivesTheValuesThatTheRowAfterLacks() {
        send(
                "db.public.t",
                "{'id':1}",
                "{'before':{'id':1,'n':1,'big':'long'},'after':{'id':1,'n':2,'big':'__debezium_unavailable_value'},'op':'u','source':{'connector':'postgresql','name':'db','schema':'public','table':'t','lsn':5,'txId':7}}");

        assertThat(Objects.requireNonNull(only().after()).text()).contains("\"big\":\"long\"");
    }

    @Test
    void tombstonesAndHeartbeatsAreNothing() {
        bridging.add(new SourceRecord("db.public.t", 0, 0, 0, "{\"id\":1}".getBytes(UTF_8), null, new RecordHeaders()));
        send("db.heartbeat", "{'serverName':'db'}", "{'ts_ms':1}");

        assertThat(bridging.events()).isEmpty();
        assertThat(bridging.refusals()).isEmpty();
    }

    static LongStream seeds() {
        int count = Integer.getInteger("annals.mutations", 100);
        return LongStream.range(0, count);
    }

    /** Whatever a record is, it becomes events, a refusal or nothing that was meant to be something; and what follows it comes through. */
    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedRecordsAreEventsOrRefusals(long seed) {
        Random random = new Random(seed);
        List<Recording.Step> steps = Recording.of(random.nextBoolean() ? "plain" : "schemas");
        SourceRecord whole = steps.get(random.nextInt(steps.size())).record();
        byte[] value = whole.value() == null ? null : mutated(whole.value(), random);
        byte[] key = whole.key() == null || random.nextBoolean() ? whole.key() : mutated(whole.key(), random);
        Bridging both = new Bridging("sources: [{topics: ['feas.*', 'db.*'], format: debezium}]");
        both.add(new SourceRecord(whole.topic(), 0, 0, 0, key, value, whole.headers()));
        both.later(java.time.Duration.ofMinutes(1));
        int before = both.events().size();
        both.add(new SourceRecord(
                "db.public.t",
                0,
                0,
                0,
                "{\"id\":1}".getBytes(UTF_8),
                "{\"op\":\"r\",\"after\":{\"id\":1}}".getBytes(UTF_8),
                new RecordHeaders()));

        assertThat(both.isEmpty()).as("seed %s", seed).isTrue();
        assertThat(both.refusals().size()).as("seed %s", seed).isLessThanOrEqualTo(1);
        assertThat(both.refusals()).as("seed %s", seed).noneMatch(refusal -> refusal.contains("defect"));
        assertThat(both.events()).as("seed %s", seed).hasSize(before + 1);
        assertThat(both.events().get(before).operation()).isNotEqualTo(Operation.DELETE);
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] = (byte) "{}[]\",:0n".charAt(random.nextInt(9));
                case 2 -> mutated = java.util.Arrays.copyOf(mutated, Math.max(1, at));
                default -> mutated = swapped(mutated, random);
            }
        }
        return mutated;
    }

    /** A token of the text in place of another: the text often stays JSON. */
    private static byte[] swapped(byte[] bytes, Random random) {
        String[] words = new String(bytes, UTF_8).split("(?<=[,:{}\\[\\]])|(?=[,:{}\\[\\]])");
        words[random.nextInt(words.length)] = words[random.nextInt(words.length)];
        return String.join("", words).getBytes(UTF_8);
    }

    private ChangeEvent only() {
        assertThat(bridging.refusals()).isEmpty();
        assertThat(bridging.events()).hasSize(1);
        return bridging.events().get(0);
    }

    private void send(String topic, String key, String value) {
        bridging.add(new SourceRecord(
                topic,
                0,
                offset++,
                1,
                key == null ? null : key.replace('\'', '"').getBytes(UTF_8),
                value.replace('\'', '"').getBytes(UTF_8),
                new RecordHeaders()));
    }
}
