/** The running service: its directory, its log, its parts in the order in which they start and stop. */
@NullMarked
package dev.annals.launcher.service;

import org.jspecify.annotations.NullMarked;
