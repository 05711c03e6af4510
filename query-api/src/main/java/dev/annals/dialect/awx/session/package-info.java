/** Logging in and out, and tokens, as the clients of AWX do it. */
@NullMarked
package dev.annals.dialect.awx.session;

import org.jspecify.annotations.NullMarked;
