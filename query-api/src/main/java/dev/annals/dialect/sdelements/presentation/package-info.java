/**
 * What SD Elements shows of an activity: in, an activity of the log; out, its name, text, data, icon and log level. What a
 * producer presented is shown as it is, and what it left out is derived, one small class for each part. Filters ask for what
 * is shown, so each of those classes says both how a part is written and how it is found.
 */
@NullMarked
package dev.annals.dialect.sdelements.presentation;

import org.jspecify.annotations.NullMarked;
