/** Bytes to domain records and back: JSON and Avro. Reading is a value, never an exception: what comes from outside may be anything. */
@NullMarked
package dev.annals.codec;

import org.jspecify.annotations.NullMarked;
