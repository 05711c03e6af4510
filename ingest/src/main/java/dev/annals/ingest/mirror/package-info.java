/** Mirrors: in goes what a product's own API tells of its history, out come the same records as change events, each once. */
@NullMarked
package dev.annals.ingest.mirror;

import org.jspecify.annotations.NullMarked;
