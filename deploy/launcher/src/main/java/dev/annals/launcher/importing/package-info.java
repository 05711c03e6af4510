/** Bringing files of change events into the log. */
@NullMarked
package dev.annals.launcher.importing;

import org.jspecify.annotations.NullMarked;
