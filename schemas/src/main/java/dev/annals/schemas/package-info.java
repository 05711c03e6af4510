/** Topic definitions, Avro schemas and codecs: the words every module shares. */
@NullMarked
package dev.annals.schemas;

import org.jspecify.annotations.NullMarked;
