package dev.annals.processor.stage.deduplicate;

import dev.annals.model.ChangeEvent;
import dev.annals.processor.stage.memory.RecentMemory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory of (tenant, source, id) → body of the events accepted within a horizon of record time.
 *
 * <p>A body is kept as a keyed digest: an event may be little more than a secret, and a plain hash of a short secret can be guessed. For one thread.
 */
public final class Deduplication {
    private static final int LENGTH = 16;

    private final RecentMemory memory;
    private final KeyedDigest digests;

    /** Whether an event was there before. */
    public enum Verdict {
        /** It is the first of its key within the horizon. */
        FIRST,
        /** The same key came with the same body. */
        DUPLICATE,
        /** The same key came with another body. */
        CONFLICT
    }

    /**
     * An event's key and body, as they are remembered.
     *
     * @param key 16 bytes
     * @param body 16 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    public record Fingerprint(byte[] key, byte[] body) {}

    public Deduplication(RecentMemory memory, KeyedDigest digests) {
        this.memory = memory;
        this.digests = digests;
    }

    /**
     * The fingerprint of an event as it came, before anything was masked.
     *
     * @param canonical the event in one encoding, whatever encoding it came in
     */
    public Fingerprint fingerprint(ChangeEvent event, byte[] canonical) {
        // The codecs let no control character into these three, so the separator is theirs alone.
        String key = event.tenant() + '\0' + event.source() + '\0' + event.id();
        return new Fingerprint(cut(digests.of(key.getBytes(StandardCharsets.UTF_8))), cut(digests.of(canonical)));
    }

    /** Whether the event was accepted before. */
    public Verdict verdict(Fingerprint fingerprint, long now) {
        RecentMemory.@Nullable Noted earlier = memory.find(fingerprint.key(), now);
        if (earlier == null) {
            return Verdict.FIRST;
        }
        return MessageDigest.isEqual(earlier.value(), fingerprint.body()) ? Verdict.DUPLICATE : Verdict.CONFLICT;
    }

    /** Remembers an event that was accepted. One that was refused has not happened, and may come again corrected. */
    public void remember(Fingerprint fingerprint, long now) {
        memory.note(fingerprint.key(), fingerprint.body(), now);
    }

    private static byte[] cut(byte[] digest) {
        return Arrays.copyOf(digest, LENGTH);
    }
}
