package dev.annals.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a record of a source is. A reader that finds none of these fails with {@link Unmappable}. */
public sealed interface Reading {

    /**
     * Something happened.
     *
     * @param drafts in order; one record may be two events, when an object gets another id
     * @param transaction that it is part of; absent when it stands alone
     */
    record Happened(List<Drafted> drafts, @Nullable TransactionPart transaction) implements Reading {
        public Happened {
            drafts = List.copyOf(drafts);
        }
    }

    /**
     * A transaction begins or ends.
     *
     * @param key of the transaction
     * @param events how many records it has, by table; absent at its beginning
     * @param total of all tables; -1 at its beginning
     */
    record Boundary(String key, String connector, @Nullable Map<String, Long> events, long total) implements Reading {}

    /** Something that is said about a transaction, and is no event of its own. */
    record Context(TransactionPart transaction, JsonNode content) implements Reading {}

    /** A record that is none of these on purpose: a tombstone, a heartbeat. */
    record Passed(String what) implements Reading {}

    /** A draft, what its templates may name, and the rule that finishes it. */
    record Drafted(Draft draft, RecordValues values, Rule rule) {}

    /**
     * A record's place in its transaction.
     *
     * @param order from 1; 0 when the source does not say it, and then says nothing of the transaction's end either
     */
    record TransactionPart(String key, long order) {}
}
