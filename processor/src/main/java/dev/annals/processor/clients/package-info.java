/** Kafka clients for Kafka Streams. */
@NullMarked
package dev.annals.processor.clients;

import org.jspecify.annotations.NullMarked;
