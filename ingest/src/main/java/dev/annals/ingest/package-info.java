/** The ways in: publisher library, HTTP gateway and bridges. */
@NullMarked
package dev.annals.ingest;

import org.jspecify.annotations.NullMarked;
