/** The objects that an activity is linked to, and how AWX speaks of what links them. */
@NullMarked
package dev.annals.dialect.awx.relations;

import org.jspecify.annotations.NullMarked;
