/** RocksDB, and the byte layout of keys, chunks of postings and grams. */
@NullMarked
package dev.annals.processor.index.disk;

import org.jspecify.annotations.NullMarked;
