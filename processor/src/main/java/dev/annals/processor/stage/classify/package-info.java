/** What an event does: its operation, its changes, and whether it becomes an activity. */
@NullMarked
package dev.annals.processor.stage.classify;

import org.jspecify.annotations.NullMarked;
