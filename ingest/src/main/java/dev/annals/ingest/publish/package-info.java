/** The publisher library: change events into the log, acknowledged. */
@NullMarked
package dev.annals.ingest.publish;

import org.jspecify.annotations.NullMarked;
