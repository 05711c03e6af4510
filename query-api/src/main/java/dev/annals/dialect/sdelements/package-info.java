/**
 * The activities API of SD Elements.
 *
 * <p>In: {@link dev.annals.dialect.sdelements.SdeFilters} and {@link dev.annals.dialect.sdelements.SdePaging} read a request, with the
 * names of {@link dev.annals.dialect.sdelements.SdeFields}; {@link dev.annals.dialect.sdelements.SdeOrder} has the one order. Out:
 * {@link dev.annals.dialect.sdelements.SdeView} writes activities, {@link dev.annals.dialect.sdelements.SdeErrors} failures.
 * {@link dev.annals.dialect.sdelements.SdeDialect} has the routes. What an activity is shown as has a room of its own.
 */
@NullMarked
package dev.annals.dialect.sdelements;

import org.jspecify.annotations.NullMarked;
