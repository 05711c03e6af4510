package dev.annals.processor.stage.group;

import java.time.Duration;

/**
 * When a commit closes.
 *
 * @param gap how far record time moves past the last member before a commit without a size is closed without more
 * @param sizedGap the same for a commit whose size says that members are missing: longer, because a producer or broker that was away for some seconds must not cut an action in two
 * @param mostMembers members of one commit record; the rest goes to a commit that continues it
 * @param mostObjectBytes bytes of one commit record's list of objects
 * @param mostOpen members and objects in open commits altogether; beyond it the oldest commits are closed early, so that memory is bounded
 */
public record CommitBounds(Duration gap, Duration sizedGap, int mostMembers, int mostObjectBytes, int mostOpen) {
    // Before DEFAULT, whose constructor needs it.
    private static final Duration LONGEST = Duration.ofDays(1);

    /** A second, a minute with a size; 10,000 members; 512 KiB of objects; a million entries open. */
    public static final CommitBounds DEFAULT =
            new CommitBounds(Duration.ofSeconds(1), Duration.ofSeconds(60), 10_000, 512 * 1024, 1_000_000);

    public CommitBounds {
        if (gap.isNegative() || gap.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("commit gap: " + gap + " (expected: 0 to 1 day)");
        }
        if (sizedGap.compareTo(gap) < 0 || sizedGap.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("gap of a commit with a size: " + sizedGap + " (expected: " + gap
                    + ", the gap of one without, to 1 day)");
        }
        if (mostMembers < 1 || mostObjectBytes < 1 || mostOpen < 1) {
            throw new IllegalArgumentException("commit bounds: " + mostMembers + " members, " + mostObjectBytes
                    + " bytes of objects, " + mostOpen + " open (expected: 1 or more each)");
        }
    }

    /** The same with another gap for commits without a size; the gap of those with one is at least as long. */
    public CommitBounds withGap(Duration newGap) {
        return new CommitBounds(
                newGap, sizedGap.compareTo(newGap) < 0 ? newGap : sizedGap, mostMembers, mostObjectBytes, mostOpen);
    }

    /** The same with another gap for commits with a size. */
    public CommitBounds withSizedGap(Duration newGap) {
        return new CommitBounds(gap, newGap, mostMembers, mostObjectBytes, mostOpen);
    }
}
