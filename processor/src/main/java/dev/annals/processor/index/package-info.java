/**
 * The indexed store: one engine on RocksDB and Roaring bitmaps that keeps both logs (activities and commits) countable, filterable and
 * pageable from any place at the same cost.
 *
 * <p>Writers append {@link dev.annals.processor.index.entry.IndexedDocument}s; readers take an {@link dev.annals.processor.index.query.IndexSnapshot}, which
 * is one consistent prefix of the log. Nothing in here knows Kafka or what a document means.
 */
@NullMarked
package dev.annals.processor.index;

import org.jspecify.annotations.NullMarked;
