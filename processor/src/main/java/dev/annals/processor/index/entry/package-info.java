/** What goes into an index: documents, with the terms and texts by which they are found. Knows nothing of bytes on disk. */
@NullMarked
package dev.annals.processor.index.entry;

import org.jspecify.annotations.NullMarked;
