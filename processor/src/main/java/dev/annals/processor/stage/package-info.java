/**
 * The stages between a change and its activity, in the order in which a change passes them: decode, route, deduplicate,
 * redact, state, classify, sequence, group. {@link dev.annals.processor.stage.ChangePipeline} calls them. Stages read no
 * clock and no random number and know nothing of Kafka Streams, so that the same log gives the same bytes.
 */
@NullMarked
package dev.annals.processor.stage;

import org.jspecify.annotations.NullMarked;
