/** The schema registry at work: questions that wait for an answer, and what the log says of ids further on. */
@NullMarked
package dev.annals.processor.schema;

import org.jspecify.annotations.NullMarked;
