package dev.annals.query;

import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.view.IndexAccess.Log;
import org.roaringbitmap.RoaringBitmap;

/**
 * One log as one session sees it.
 *
 * @param log which of the logs
 * @param tenant whose log
 * @param index the pinned prefix of the log
 * @param documents how its rows are read
 * @param visible the documents that the asker may see
 * @param effort what the session may use
 * @param orders orders that were made for earlier questions
 * @param few up to so many documents, rows are read instead of scanning a dictionary
 */
record Source<T>(
        Log log,
        String tenant,
        IndexSnapshot index,
        RowDecoder<T> documents,
        RoaringBitmap visible,
        Effort effort,
        FieldOrders orders,
        int few) {
    /** The same log for an asker that sees only these documents. */
    Source<T> of(RoaringBitmap fewer) {
        return new Source<>(log, tenant, index, documents, fewer, effort, orders, few);
    }

    /** Whether the asker sees all of it. */
    boolean isWhole() {
        return visible.getLongCardinality() == index.count();
    }
}
