/**
 * Activities in Puppet's words: in, an activity of the log; out, the events that Puppet's own services would have reported.
 *
 * <p>{@link dev.annals.dialect.puppet.wording.PuppetWording} words one activity, {@link dev.annals.dialect.puppet.wording.Manner}
 * says how one of the two services does it, and {@link dev.annals.dialect.puppet.wording.CommitStream} goes through the commits
 * of an answer with their events.
 */
@NullMarked
package dev.annals.dialect.puppet.wording;

import org.jspecify.annotations.NullMarked;
