/**
 * Regular expressions as AWX has them: Python checks the pattern, PostgreSQL looks for it. {@link dev.annals.dialect.awx.regex.PythonPattern} does the one,
 * {@link dev.annals.dialect.awx.regex.PostgresPattern} the other.
 */
@NullMarked
package dev.annals.dialect.awx.regex;

import org.jspecify.annotations.NullMarked;
