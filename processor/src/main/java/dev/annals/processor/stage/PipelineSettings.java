package dev.annals.processor.stage;

import dev.annals.codec.Limits;
import dev.annals.processor.stage.group.CommitBounds;
import dev.annals.topic.Topics;
import java.time.Duration;

/**
 * How changes are processed.
 *
 * @param limits how large an event may be
 * @param horizon how long, in record time, an event's (source, id) and a closed commit's id are remembered
 * @param commits when a commit closes
 * @param replay whether the log is read again into other topics: then nothing is written to it, since the ticks and forwarded copies of the first time are in it
 */
public record PipelineSettings(Limits limits, Duration horizon, CommitBounds commits, boolean replay) {
    /** Largest document and largest activity, which leaves room in a record for what else it holds. Masks make text longer, and an activity may carry a document twice. */
    public static final int LARGEST_VALUE = Topics.LARGEST_RECORD - 64 * 1024;

    /** One day; the default bounds. */
    public static final PipelineSettings DEFAULT =
            new PipelineSettings(Limits.DEFAULT, Duration.ofDays(1), CommitBounds.DEFAULT, false);

    public PipelineSettings {
        if (horizon.compareTo(Duration.ofSeconds(1)) < 0 || horizon.compareTo(Duration.ofDays(3650)) > 0) {
            throw new IllegalArgumentException(
                    "deduplication horizon: " + horizon + " (expected: 1 second to 10 years)");
        }
    }

    /** The longest time that anything waits for or is remembered. */
    public Duration longestWait() {
        return horizon.compareTo(commits.sizedGap()) > 0 ? horizon : commits.sizedGap();
    }

    /** The same for reading the log again. */
    public PipelineSettings replaying() {
        return new PipelineSettings(limits, horizon, commits, true);
    }

    /** The same with other rules for commits. */
    public PipelineSettings with(CommitBounds bounds) {
        return new PipelineSettings(limits, horizon, bounds, replay);
    }
}
