/** Rejects: what could not be accepted, shown to administrators, and its second chance. */
@NullMarked
package dev.annals.launcher.rejects;

import org.jspecify.annotations.NullMarked;
