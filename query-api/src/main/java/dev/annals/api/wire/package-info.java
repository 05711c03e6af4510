/**
 * What lies between a socket and a request that can be answered: bodies and answers that hold no thread, the pace that
 * clients must keep, and the connections that are open. Knows nothing of dialects.
 */
@NullMarked
package dev.annals.api.wire;

import org.jspecify.annotations.NullMarked;
