/** What a reader may ask of an index, and what stops a question. */
@NullMarked
package dev.annals.processor.index.query;

import org.jspecify.annotations.NullMarked;
