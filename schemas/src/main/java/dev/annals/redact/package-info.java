/**
 * What keeps secrets out of everything after it: values under secret names, at configured paths and at the event's own pointers become
 * typed marks. What is not searched: JSON inside text, and text fields beyond the secrets that the same event gives away.
 */
@NullMarked
package dev.annals.redact;

import org.jspecify.annotations.NullMarked;
