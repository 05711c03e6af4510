/** Grouping activities into commits: which one an activity joins, and when one is closed. */
@NullMarked
package dev.annals.processor.stage.group;

import org.jspecify.annotations.NullMarked;
