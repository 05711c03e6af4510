/**
 * The Puppet activity service as its clients know it: {@code /activity-api/v1|v2/events}, JSON and CSV, and the bundles of
 * commits that Puppet's own services submit.
 *
 * <p>In: {@link dev.annals.dialect.puppet.PuppetFilters}, {@link dev.annals.dialect.puppet.PuppetOrder} and
 * {@link dev.annals.dialect.puppet.PuppetPaging} read a request, with the names of {@link dev.annals.dialect.puppet.PuppetFields}.
 * Out: {@link dev.annals.dialect.puppet.PuppetView} writes commits as JSON and {@link dev.annals.dialect.puppet.PuppetErrors} writes
 * failures. {@link dev.annals.dialect.puppet.PuppetDialect} has the routes. Rooms of their own have the submitted bundles, Puppet's
 * words for an activity, and the CSV.
 */
@NullMarked
package dev.annals.dialect.puppet;

import org.jspecify.annotations.NullMarked;
