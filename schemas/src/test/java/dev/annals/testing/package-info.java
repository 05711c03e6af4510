/** What the tests of several modules share. */
@NullMarked
package dev.annals.testing;

import org.jspecify.annotations.NullMarked;
