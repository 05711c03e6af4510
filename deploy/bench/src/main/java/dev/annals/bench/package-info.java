/** Benchmarks of the write path, the index and the queries. */
@NullMarked
package dev.annals.bench;

import org.jspecify.annotations.NullMarked;
