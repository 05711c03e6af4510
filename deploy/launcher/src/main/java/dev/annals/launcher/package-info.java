/** How it runs: the command line and the embedded broker. */
@NullMarked
package dev.annals.launcher;

import org.jspecify.annotations.NullMarked;
