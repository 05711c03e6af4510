/**
 * The history of objects: what an object was at any instant, and which activity made it so. In go the activities of an object, out of an audit session; out come
 * documents, differences and the changes that would put things back. Everything is a pure function of the activities but {@link dev.annals.history.HistoryReader}, which asks
 * for them, and {@link dev.annals.history.HistoryRoutes}, which answers over HTTP.
 */
@NullMarked
package dev.annals.history;

import org.jspecify.annotations.NullMarked;
