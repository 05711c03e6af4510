/**
 * The AWX activity stream: existing AWX clients, scripts and habits work unchanged.
 *
 * <p>The shape of a dialect: {@link dev.annals.dialect.awx.AwxFilters} reads parameters into a filter or a refusal,
 * {@link dev.annals.dialect.awx.AwxOrder} and {@link dev.annals.dialect.awx.AwxPaging} the order and the page,
 * {@link dev.annals.dialect.awx.AwxView} writes an activity as JSON, and {@link dev.annals.dialect.awx.AwxRoutes} puts them
 * together for each path.
 *
 * <p>Rooms below: {@code metadata} knows AWX's models, {@code relations} the objects that an activity is linked to, {@code session} logging in and tokens,
 * {@code regex} the patterns of Python and PostgreSQL.
 */
@NullMarked
package dev.annals.dialect.awx;

import org.jspecify.annotations.NullMarked;
