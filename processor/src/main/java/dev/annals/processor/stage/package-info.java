/** The stages between a change and its activity: small classes of pure functions that know nothing of Kafka, no clock and no random number, so that the same log gives the same bytes. */
@NullMarked
package dev.annals.processor.stage;

import org.jspecify.annotations.NullMarked;
