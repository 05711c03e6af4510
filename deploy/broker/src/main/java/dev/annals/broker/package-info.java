/** The embedded Kafka broker: one KRaft node in this JVM, or in a supervised child JVM. */
@NullMarked
package dev.annals.broker;

import org.jspecify.annotations.NullMarked;
