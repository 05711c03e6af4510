/** The last document of each object, and the difference that an event makes to it. */
@NullMarked
package dev.annals.processor.stage.state;

import org.jspecify.annotations.NullMarked;
