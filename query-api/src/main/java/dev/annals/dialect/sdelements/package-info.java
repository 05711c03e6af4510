/**
 * The activities API of SD Elements: parse, query, render.
 *
 * <p>What a producer presented is shown as it is; whatever it left out is derived, one small class for each part. Filters ask
 * for what is shown, presented or derived, so each of those classes says both how a part is written and how it is found.
 */
@NullMarked
package dev.annals.dialect.sdelements;

import org.jspecify.annotations.NullMarked;
