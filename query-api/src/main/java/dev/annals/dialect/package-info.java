/**
 * The dialects: each takes requests in one product's way and answers them from the query model, in a package of its own that no other
 * dialect knows. All have one skeleton, whose classes have the same names behind the product's: {@code …Dialect} mounts routes,
 * {@code …Fields} are the product's names over the fields of the query model, {@code …Filters}, {@code …Order} and {@code …Paging} read
 * a request, {@code …View} writes records, and {@code …Errors} puts failures into the product's words.
 *
 * <p>{@link dev.annals.dialect.Dialects} is the list of them.
 */
@NullMarked
package dev.annals.dialect;

import org.jspecify.annotations.NullMarked;
