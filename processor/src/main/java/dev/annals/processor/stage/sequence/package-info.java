/** The order: record time, the tenants' ledgers with dense numbers and hash chains, and the activity that is numbered. */
@NullMarked
package dev.annals.processor.stage.sequence;

import org.jspecify.annotations.NullMarked;
