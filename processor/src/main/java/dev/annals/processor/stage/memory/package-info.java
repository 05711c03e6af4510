/** What the stages remember: an ordered map of bytes that outlives the process, and memories built on one. */
@NullMarked
package dev.annals.processor.stage.memory;

import org.jspecify.annotations.NullMarked;
