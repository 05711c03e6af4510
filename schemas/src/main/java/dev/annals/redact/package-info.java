/**
 * What keeps secrets out of everything after it. {@link dev.annals.redact.Redactor} is the door: an event goes in, and comes out with marks in the places of its secrets. Its
 * rules are {@link dev.annals.redact.RedactionRules}; what stands in the place of a secret is a {@link dev.annals.redact.Mark}.
 */
@NullMarked
package dev.annals.redact;

import org.jspecify.annotations.NullMarked;
