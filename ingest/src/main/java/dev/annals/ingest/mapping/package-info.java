/** Mapping rules: which record of a foreign source becomes which change event. One language for Debezium, JSON topics, CloudEvents and mirrors. */
@NullMarked
package dev.annals.ingest.mapping;

import org.jspecify.annotations.NullMarked;
