/** The query model: one filter language, one order, one page, and the planner that answers them from the index. */
@NullMarked
package dev.annals.query;

import org.jspecify.annotations.NullMarked;
