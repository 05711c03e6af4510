/** What an index knows of itself: names, counts, offsets, the order by time, and caches. */
@NullMarked
package dev.annals.processor.index.state;

import org.jspecify.annotations.NullMarked;
