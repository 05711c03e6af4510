package dev.annals.dialect.sdelements;

import dev.annals.model.Activity;
import dev.annals.query.Answer;
import dev.annals.query.AuditReader;
import dev.annals.query.Filter;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.time.Duration;
import java.util.function.Function;

/**
 * Asks a reader for activities by filters that depend on the types that occur.
 *
 * <p>The types are read before the activities and once more after them. Types only ever come to it, so when both are the same
 * they were the types of the very prefix of the log that the answer is from; else it is asked again. Thread-safe.
 */
final class SdeReading {
    private static final int ATTEMPTS = 4;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final AuditReader reader;

    SdeReading(AuditReader reader) {
        this.reader = reader;
    }

    /** The activities that a query asks for the first batch of. */
    Answer<Listing> activities(String tenant, SdeFilters filters, Function<Filter, Query> query) {
        if (!filters.needsTypes()) {
            return ask(tenant, filters.filter().apply(TypeNames.NONE), query);
        }
        Answer<TypeNames> before = TypeNames.read(reader, tenant);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!(before instanceof Answer.Ready<TypeNames> known)) {
                return failed(before);
            }
            Answer<Listing> listing = ask(tenant, filters.filter().apply(known.value()), query);
            Answer<TypeNames> after = TypeNames.read(reader, tenant);
            if (after instanceof Answer.Ready<TypeNames> now && now.value().sameAs(known.value())) {
                return listing;
            }
            before = after;
        }
        return new Answer.NotReady<>("New object types keep arriving; ask again shortly.", RETRY);
    }

    private Answer<Listing> ask(String tenant, Filter filter, Function<Filter, Query> query) {
        Answer<Page<Activity>> page = reader.activities(tenant, query.apply(filter));
        return page instanceof Answer.Ready<Page<Activity>> ready
                ? new Answer.Ready<>(new Listing(reader, tenant, filter, ready.value()))
                : failed(page);
    }

    private static Answer<Listing> failed(Answer<?> answer) {
        if (answer instanceof Answer.NotReady<?> notReady) {
            return new Answer.NotReady<>(notReady.reason(), notReady.retryAfter());
        }
        if (answer instanceof Answer.TooExpensive<?> tooExpensive) {
            return new Answer.TooExpensive<>(tooExpensive.reason());
        }
        throw new IllegalStateException("a value was taken for a failure");
    }
}
