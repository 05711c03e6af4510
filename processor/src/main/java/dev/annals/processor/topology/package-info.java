/** The change topology: the stages of {@code dev.annals.processor.stage} between the changes topic and the logs, under Kafka Streams. */
@NullMarked
package dev.annals.processor.topology;

import org.jspecify.annotations.NullMarked;
