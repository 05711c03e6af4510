/** Positions of consumer groups in their topics: where a new group begins, and whether a position and its log still belong together. */
@NullMarked
package dev.annals.processor.position;

import org.jspecify.annotations.NullMarked;
