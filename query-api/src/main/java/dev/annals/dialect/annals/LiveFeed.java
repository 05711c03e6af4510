package dev.annals.dialect.annals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Feed;
import dev.annals.processor.view.Field;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The records that match a filter as they become visible, each once and in the order of their ids. */
final class LiveFeed<T> implements Feed {
    /** Records that are given at once: few, since each may be as large as a record can be. */
    private static final int AT_ONCE = 50;

    private static final JsonFactory JSON = new JsonFactory();

    private final Supplier<AuditSession> sessions;
    private final Questions<T> questions;
    private final Filter filter;
    private final Field number;
    private final AnnalsView<T> view;
    private final ToLongFunction<T> id;
    private long seen;

    /** The questions to a session. */
    interface Questions<T> {
        /** How many records there are in all, of whatever filter: the greatest id. */
        Answer<Long> greatest(AuditSession audit);

        Answer<Page<T>> page(AuditSession audit, Query query);
    }

    /**
     * A feed of what comes after a record.
     *
     * @param seen the id of that record
     */
    LiveFeed(
            Supplier<AuditSession> sessions,
            Questions<T> questions,
            Filter filter,
            Field number,
            AnnalsView<T> view,
            ToLongFunction<T> id,
            long seen) {
        this.sessions = sessions;
        this.questions = questions;
        this.filter = filter;
        this.number = number;
        this.view = view;
        this.id = id;
        this.seen = seen;
    }

    @Override
    public Answer<List<Event>> next() {
        try (AuditSession audit = sessions.get()) {
            return questions.greatest(audit).then(greatest -> since(audit, greatest));
        }
    }

    private Answer<List<Event>> since(AuditSession audit, long greatest) {
        if (greatest <= seen) {
            return new Answer.Ready<>(List.of());
        }
        Filter.Bound from = new Filter.Bound(Long.toString(seen), false);
        Filter.Bound to = new Filter.Bound(Long.toString(greatest), true);
        Query query = new Query(filter.and(new Filter.Range(number, from, to)), Order.ascending(number), 0, AT_ONCE);
        return questions.page(audit, query).map(page -> {
            List<Event> events = new ArrayList<>();
            for (T record : page.items()) {
                seen = id.applyAsLong(record);
                events.add(new Event(Long.toString(seen), "record", line(record)));
            }
            if (page.count() <= events.size()) {
                seen = greatest;
            }
            return events;
        });
    }

    private String line(T record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            view.write(record, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }
}
