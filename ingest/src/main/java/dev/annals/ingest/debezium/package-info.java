/** Debezium: in go the records of its topics, out come drafts of change events and where its transactions begin and end. */
@NullMarked
package dev.annals.ingest.debezium;

import org.jspecify.annotations.NullMarked;
