package dev.annals.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.annals.ingest.mapping.Reading.TransactionPart;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.Times;
import dev.annals.ingest.mapping.WireValue;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A change as Debezium wraps it, and what its {@code source} block says about where it is from.
 *
 * @param tree before, after, op, source, transaction
 * @param schema of the tree; absent when none came
 * @param key of the row as it came; absent for a table without one
 */
record Envelope(
        SourceRecord record,
        JsonNode tree,
        @Nullable JsonNode schema,
        @Nullable WireValue key) {
    /** PostgreSQL's {@code transaction:position}: the position is another one in every event. */
    private static final Pattern WITH_POSITION = Pattern.compile("(\\d+):\\d+");

    /** What differs when the same change is sent again, or says nothing of its place. */
    private static final Set<String> VOLATILE =
            Set.of("version", "sequence", "xmin", "ts_us", "ts_ns", "query", "thread", "snapshot");

    private static final long MICROS_A_MILLI = 1000;

    String op() {
        return tree.path("op").asText();
    }

    JsonNode source() {
        return tree.path("source");
    }

    /** The side of that name, or nothing. */
    JsonNode side(String name) {
        JsonNode side = tree.path(name);
        return side.isNull() ? MissingNode.getInstance() : side;
    }

    String connector() {
        return source().path("connector").asText("");
    }

    boolean isPostgres() {
        return connector().equals("postgresql");
    }

    boolean isMongo() {
        return connector().equals("mongodb")
                || tree.has("updateDescription")
                || side("after").isTextual();
    }

    /** The name of the connector, which its topics begin with. */
    String name(@Nullable String said) {
        if (said != null) {
            return said;
        }
        String name = source().path("name").asText("");
        return name.isEmpty() ? prefix(record.topic()) : name;
    }

    /** Schema and table, database and table, or database and collection. */
    String table() {
        JsonNode source = source();
        String table = source.path("table").asText("");
        String last = table.isEmpty() ? source.path("collection").asText("") : table;
        if (last.isEmpty()) {
            return afterPrefix(record.topic());
        }
        String schema = source.path("schema").asText("");
        String outer = schema.isEmpty() ? source.path("db").asText("") : schema;
        return outer.isEmpty() ? last : outer + "." + last;
    }

    /** When it was committed, as far as the source says it. */
    Instant time() {
        JsonNode source = source();
        long micros = source.path("ts_us").asLong(0);
        if (micros > 0) {
            return Times.ofMicros(micros);
        }
        long millis = source.path("ts_ms").asLong(0);
        millis = millis > 0 ? millis : tree.path("ts_ms").asLong(0);
        millis = millis > 0 ? millis : Math.max(record.timestamp(), 0);
        return Times.ofMicros(Math.multiplyExact(Math.min(millis, Long.MAX_VALUE / MICROS_A_MILLI), MICROS_A_MILLI));
    }

    /** Its place in its transaction; {@code null} when the source does not say that there is one. */
    @Nullable
    TransactionPart transaction(String name) {
        JsonNode block = tree.path("transaction");
        String id = block.path("id").asText("");
        if (!id.isEmpty()) {
            return new TransactionPart(
                    key(name, id), Math.max(block.path("total_order").asLong(0), 0));
        }
        String own = own();
        return own.isEmpty() ? null : new TransactionPart(key(name, own), 0);
    }

    /** The source's own word for its transaction, where there is no metadata of transactions. */
    private String own() {
        JsonNode source = source();
        String session = source.path("lsid").asText("");
        if (!session.isEmpty()) {
            return session + ":" + source.path("txnNumber").asText("");
        }
        for (String field : new String[] {"txId", "gtid", "commit_scn", "commit_lsn"}) {
            String id = source.path(field).asText("");
            if (!id.isEmpty()) {
                return id;
            }
        }
        return "";
    }

    /** The key of a transaction: the same for every event of it. */
    static String key(String name, String id) {
        var position = WITH_POSITION.matcher(id);
        return name + ":" + (position.matches() ? position.group(1) : id);
    }

    /** Where the change is in its source, as text that is the same whenever it is sent. */
    String position() {
        TreeMap<String, String> parts = new TreeMap<>();
        source().properties().forEach(field -> {
            if (!VOLATILE.contains(field.getKey()) && !field.getValue().isNull()) {
                parts.put(field.getKey(), field.getValue().toString());
            }
        });
        return parts.toString();
    }

    /** What a topic's name is without its last part. */
    static String prefix(String topic) {
        int dot = topic.lastIndexOf('.');
        return dot < 0 ? topic : topic.substring(0, dot);
    }

    private static String afterPrefix(String topic) {
        int dot = topic.indexOf('.');
        return dot < 0 ? topic : topic.substring(dot + 1);
    }
}
