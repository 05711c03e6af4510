/** The bridge: from foreign topics, by a mapping, to the changes topic, exactly once. */
@NullMarked
package dev.annals.ingest.bridge;

import org.jspecify.annotations.NullMarked;
