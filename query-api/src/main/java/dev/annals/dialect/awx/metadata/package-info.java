/** What AWX's models look like: types, fields, collections, and what OPTIONS tells of a view. */
@NullMarked
package dev.annals.dialect.awx.metadata;

import org.jspecify.annotations.NullMarked;
