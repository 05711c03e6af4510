package dev.annals.processor.stage.group;

import java.time.Duration;

/**
 * When a commit closes.
 *
 * @param gap how far record time moves past the last member before a commit without it is closed
 * @param mostMembers members of one commit record; the rest goes to a commit that continues it
 * @param mostObjectBytes bytes of one commit record's list of objects
 * @param mostOpen members and objects in open commits altogether; beyond it the oldest commits are closed early, so that memory is bounded
 */
public record CommitBounds(Duration gap, int mostMembers, int mostObjectBytes, int mostOpen) {
    /** A second; 10,000 members; 512 KiB of objects; a million entries open. */
    public static final CommitBounds DEFAULT = new CommitBounds(Duration.ofSeconds(1), 10_000, 512 * 1024, 1_000_000);

    public CommitBounds {
        if (gap.isNegative() || gap.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("commit gap: " + gap + " (expected: 0 to 1 day)");
        }
        if (mostMembers < 1 || mostObjectBytes < 1 || mostOpen < 1) {
            throw new IllegalArgumentException("commit bounds: " + mostMembers + " members, " + mostObjectBytes
                    + " bytes of objects, " + mostOpen + " open (expected: 1 or more each)");
        }
    }

    /** The same with another gap. */
    public CommitBounds withGap(Duration newGap) {
        return new CommitBounds(newGap, mostMembers, mostObjectBytes, mostOpen);
    }
}
