/**
 * The Puppet activity service as its clients know it: {@code /activity-api/v1|v2/events}, JSON and CSV, and the bundles of
 * commits that Puppet's own services submit.
 *
 * <p>In: {@link dev.annals.dialect.puppet.PuppetFilters} and {@link dev.annals.dialect.puppet.QueryArray} to a filter,
 * {@link dev.annals.dialect.puppet.PuppetPaging} to a page. Out: {@link dev.annals.dialect.puppet.wording.PuppetWording} puts an
 * activity into Puppet's words, {@link dev.annals.dialect.puppet.PuppetView} and {@link dev.annals.dialect.puppet.csv.PuppetCsv}
 * print them. {@link dev.annals.dialect.puppet.PuppetDialect} has the routes.
 */
@NullMarked
package dev.annals.dialect.puppet;

import org.jspecify.annotations.NullMarked;
