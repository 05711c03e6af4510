/** The write path: documents become loads, which one writer at a time puts on disk. */
@NullMarked
package dev.annals.processor.index.write;

import org.jspecify.annotations.NullMarked;
