package dev.annals.dialect.sdelements;

import dev.annals.model.Activity;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Answer;
import dev.annals.query.AuditReader;
import dev.annals.query.Filter;
import dev.annals.query.Filter.Bound;
import dev.annals.query.Filter.Range;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.io.IOException;
import java.util.List;

/**
 * Activities of a filter, newest first, of which the first batch is in memory and the others are fetched one batch after the
 * other. What is older than an activity never changes, so all batches are of the same prefix of the log.
 *
 * @param first the first batch, and how many match in all
 * @param filter what the batches are of
 */
record Listing(AuditReader reader, String tenant, Filter filter, Page<Activity> first) {
    /** Most activities in memory; each may be as large as a record of the log. */
    static final int BATCH = 100;

    /** Takes one activity. */
    @FunctionalInterface
    interface Sink {
        void accept(Activity activity) throws IOException;
    }

    /**
     * Gives activities to the sink, from the first batch on, so many at the most.
     *
     * @return anything but Ready when the reader could not go on
     */
    Answer<?> each(int most, Sink sink) throws IOException {
        List<Activity> batch = first.items();
        int given = 0;
        while (true) {
            for (Activity activity : batch) {
                sink.accept(activity);
            }
            given += batch.size();
            if (given >= most || batch.size() < BATCH) {
                return new Answer.Ready<>(given);
            }
            Answer<Page<Activity>> next = older(batch.get(batch.size() - 1), Math.min(BATCH, most - given));
            if (!(next instanceof Answer.Ready<Page<Activity>> ready)) {
                return next;
            }
            batch = ready.value().items();
        }
    }

    private Answer<Page<Activity>> older(Activity than, int size) {
        Filter before = new Range(ActivityFields.ID, null, new Bound(Long.toString(than.id()), false));
        return reader.activities(tenant, new Query(filter.and(before), SdePaging.NEWEST_FIRST, 0, size));
    }
}
