/** The schemas that changes in Confluent's wire format were written under, as the log and the partition's state have them. */
@NullMarked
package dev.annals.processor.stage.schema;

import org.jspecify.annotations.NullMarked;
