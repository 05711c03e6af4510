/** Recognises events that were accepted before. */
@NullMarked
package dev.annals.processor.stage.deduplicate;

import org.jspecify.annotations.NullMarked;
