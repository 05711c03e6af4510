/** The view: the indexes of activities and commits, what they are indexed by, and how they are read. */
@NullMarked
package dev.annals.processor.view;

import org.jspecify.annotations.NullMarked;
