/** Epochs: the settings that shape what is made of the log, as records on the log. */
@NullMarked
package dev.annals.epoch;

import org.jspecify.annotations.NullMarked;
