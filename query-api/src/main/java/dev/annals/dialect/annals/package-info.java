/**
 * The queries of Annals itself: {@code /annals/v1/activities} and {@code /annals/v1/commits}, for the page, for scripts, and for whoever is bound to no other product's dialect.
 *
 * <p>In: {@link dev.annals.dialect.annals.FilterText} or {@link dev.annals.dialect.annals.FilterJson} to clauses, {@link dev.annals.dialect.annals.AnnalsFilters} from
 * clauses to a filter over {@link dev.annals.dialect.annals.AnnalsFields}, {@link dev.annals.dialect.annals.AnnalsPaging} to a page. Out: {@link
 * dev.annals.dialect.annals.AnnalsView} writes records, {@link dev.annals.dialect.annals.Export} all that match. {@link dev.annals.dialect.annals.AnnalsDialect} has the routes.
 */
@NullMarked
package dev.annals.dialect.annals;

import org.jspecify.annotations.NullMarked;
