/** Settings: one table of them all, and where their values come from. */
@NullMarked
package dev.annals.launcher.config;

import org.jspecify.annotations.NullMarked;
