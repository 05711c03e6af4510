/** Bytes to domain records and back: JSON and Avro. Input from outside may be anything, so a decoder returns a refusal as a value and throws nothing. */
@NullMarked
package dev.annals.codec;

import org.jspecify.annotations.NullMarked;
