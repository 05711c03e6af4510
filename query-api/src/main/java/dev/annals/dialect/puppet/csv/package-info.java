/** Commits as CSV: in, a stream of commits with their events; out, one row an event or one for each of its objects. */
@NullMarked
package dev.annals.dialect.puppet.csv;

import org.jspecify.annotations.NullMarked;
