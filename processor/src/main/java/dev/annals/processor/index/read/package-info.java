/** The read path: a pinned snapshot becomes rows, bitmaps, pages and texts. */
@NullMarked
package dev.annals.processor.index.read;

import org.jspecify.annotations.NullMarked;
