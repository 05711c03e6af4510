package dev.annals.processor.stage.group;

import dev.annals.processor.stage.memory.LayeredMemory;
import dev.annals.processor.stage.memory.RecentMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The memory of closed commits that had a producer's id, so that the commit of a late member can name the commit that it continues. */
final class ClosedCommits {
    private static final int KEY_LENGTH = 16;

    private final LayeredMemory memory;

    /**
     * The last commit of an action.
     *
     * @param number its number; 0 when none of the action's events has made an activity yet
     * @param members how many events of the action are in this commit, in earlier ones, or made no activity
     */
    record Closed(long number, long members) {}

    ClosedCommits(LayeredMemory memory) {
        this.memory = memory;
    }

    @Nullable
    Closed find(CommitKey key, long now) {
        if (key.commitId() == null) {
            return null;
        }
        RecentMemory.Noted noted = memory.find(bytes(key), now);
        if (noted == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(noted.value());
        return new Closed(in.getLong(), in.getLong());
    }

    void note(CommitKey key, Closed closed, long now) {
        if (key.commitId() != null) {
            byte[] value = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(closed.number())
                    .putLong(closed.members())
                    .array();
            memory.note(bytes(key), value, now);
        }
    }

    /** Counts an event of an action that made no activity. */
    void pass(CommitKey key, long now) {
        Closed earlier = find(key, now);
        note(key, earlier == null ? new Closed(0, 1) : new Closed(earlier.number(), earlier.members() + 1), now);
    }

    private static byte[] bytes(CommitKey key) {
        // The codecs let no control character into any of these, so the separator is theirs alone.
        String text = key.tenant()
                + '\0'
                + key.serviceId()
                + '\0'
                + key.actorType()
                + '\0'
                + key.actorId()
                + '\0'
                + key.commitId();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, KEY_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this Java runtime has no SHA-256, which every one must have; use another runtime", e);
        }
    }
}
