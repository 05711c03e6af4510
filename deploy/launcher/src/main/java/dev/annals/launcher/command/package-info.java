/** The commands of the command line. */
@NullMarked
package dev.annals.launcher.command;

import org.jspecify.annotations.NullMarked;
