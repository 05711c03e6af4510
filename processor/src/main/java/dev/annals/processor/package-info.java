/** The engine: from change events to numbered activities, commits and the stores built from them. */
@NullMarked
package dev.annals.processor;

import org.jspecify.annotations.NullMarked;
