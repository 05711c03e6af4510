/** The topics: their names, settings, partitions and headers. */
@NullMarked
package dev.annals.topic;

import org.jspecify.annotations.NullMarked;
