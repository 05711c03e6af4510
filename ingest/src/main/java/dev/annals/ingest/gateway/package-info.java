/** The HTTP gateway without its HTTP: a request's bytes become change events in the log, or a refusal that names each bad one. */
@NullMarked
package dev.annals.ingest.gateway;

import org.jspecify.annotations.NullMarked;
