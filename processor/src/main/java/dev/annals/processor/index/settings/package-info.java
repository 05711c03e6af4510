/** Sizes and budgets of an index. */
@NullMarked
package dev.annals.processor.index.settings;

import org.jspecify.annotations.NullMarked;
