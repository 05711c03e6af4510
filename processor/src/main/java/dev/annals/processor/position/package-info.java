/** Where consumer groups stand in their topics: whether that can be, and where a new one begins. */
@NullMarked
package dev.annals.processor.position;

import org.jspecify.annotations.NullMarked;
