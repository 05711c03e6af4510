/**
 * Redaction. {@link dev.annals.redact.Redactor} is the entry point: it replaces the secrets of an event by {@link dev.annals.redact.Mark}s, according to
 * {@link dev.annals.redact.RedactionRules}. No later stage sees a secret.
 */
@NullMarked
package dev.annals.redact;

import org.jspecify.annotations.NullMarked;
