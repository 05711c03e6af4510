/** The epochs of a log in Kafka: found, read ahead, and appended to all partitions at once. */
@NullMarked
package dev.annals.processor.epoch;

import org.jspecify.annotations.NullMarked;
