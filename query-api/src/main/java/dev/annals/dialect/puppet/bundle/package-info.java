/** The bundles that Puppet's services submit: in, a JSON body; out, change events of one commit, or a refusal. */
@NullMarked
package dev.annals.dialect.puppet.bundle;

import org.jspecify.annotations.NullMarked;
