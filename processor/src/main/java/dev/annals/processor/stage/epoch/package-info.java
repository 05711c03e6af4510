/** Which epoch a partition is in, and what may begin the next one. */
@NullMarked
package dev.annals.processor.stage.epoch;

import org.jspecify.annotations.NullMarked;
