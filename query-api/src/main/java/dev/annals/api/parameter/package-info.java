/**
 * The readers of request parameters that dialects share: in, texts of a request; out, times, media ranges and pages. What a product takes
 * beyond the common form is said by the dialect, not read a second time.
 */
@NullMarked
package dev.annals.api.parameter;

import org.jspecify.annotations.NullMarked;
