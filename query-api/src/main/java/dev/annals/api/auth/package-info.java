/** Who may ask: tokens, stored as hashes in one file, and the callers they stand for. */
@NullMarked
package dev.annals.api.auth;

import org.jspecify.annotations.NullMarked;
