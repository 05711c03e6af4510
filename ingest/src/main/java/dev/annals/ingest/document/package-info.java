/** Topics of documents: JSON, the latest state of each key, and CloudEvents. In go their records, out come drafts of change events. */
@NullMarked
package dev.annals.ingest.document;

import org.jspecify.annotations.NullMarked;
