package dev.annals.processor.stage.deduplicate;

import dev.annals.epoch.KeyCheck;
import dev.annals.model.ChangeEvent;
import dev.annals.processor.stage.memory.LayeredMemory;
import dev.annals.processor.stage.memory.RecentMemory;
import dev.annals.redact.RedactionKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory of (tenant, source, id) → body of the events accepted within a horizon of record time.
 *
 * <p>A body is kept as a keyed digest: an event may be little more than a secret, and a plain hash of a short secret can be guessed. For one thread.
 */
public final class Deduplication {
    private static final int LENGTH = 16;

    private static final String PURPOSE = "annals:deduplication:";

    private final LayeredMemory memory;
    /** One digest for each layer of the memory: an event that was seen under an earlier redaction key is looked up under that key. */
    private final List<KeyedDigest> digests;

    private final Replays replays;

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
     * @param name what the key is a digest of
     * @param canonical what the body is a digest of
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    public record Fingerprint(byte[] key, byte[] body, byte[] name, byte[] canonical) {}

    /**
     * A deduplication over a memory.
     *
     * @param keys the redaction key of each layer of the memory
     * @param replays remembers replayed rejects beyond every horizon
     */
    public Deduplication(LayeredMemory memory, List<RedactionKey> keys, Replays replays) {
        this.memory = memory;
        this.replays = replays;
        Map<String, KeyedDigest> distinct = new HashMap<>();
        this.digests = keys.stream()
                .map(key ->
                        distinct.computeIfAbsent(KeyCheck.of(key), check -> KeyedDigest.derived(key.bytes(), PURPOSE)))
                .toList();
    }

    /**
     * The fingerprint of an event as it came, before anything was masked.
     *
     * @param canonical the event in one encoding, whatever encoding it came in
     */
    public Fingerprint fingerprint(ChangeEvent event, byte[] canonical) {
        // The codecs let no control character into these three, so the separator is theirs alone.
        String key = event.tenant() + '\0' + event.source() + '\0' + event.id();
        return fingerprint(digests.get(0), key.getBytes(StandardCharsets.UTF_8), canonical);
    }

    private static Fingerprint fingerprint(KeyedDigest digest, byte[] name, byte[] canonical) {
        return new Fingerprint(cut(digest.of(name)), cut(digest.of(canonical)), name, canonical);
    }

    /**
     * Whether the event was accepted before.
     *
     * @param replayed whether it is the replay of a reject; one that was accepted is a duplicate for ever after, and not only within the horizon
     */
    public Verdict verdict(Fingerprint fingerprint, long now, boolean replayed) {
        for (int layer = 0; layer < memory.layers(); layer++) {
            if (memory.isAlive(layer, now)) {
                KeyedDigest digest = digests.get(layer);
                Fingerprint there = digest == digests.get(0)
                        ? fingerprint
                        : fingerprint(digest, fingerprint.name(), fingerprint.canonical());
                RecentMemory.@Nullable Noted earlier = memory.findIn(layer, there.key(), now);
                if (earlier != null) {
                    return MessageDigest.isEqual(earlier.value(), there.body()) ? Verdict.DUPLICATE : Verdict.CONFLICT;
                }
            }
        }
        return replayed && replays.has(fingerprint.name()) ? Verdict.DUPLICATE : Verdict.FIRST;
    }

    /** Remembers an event that was accepted. A rejected event is not remembered, so that it may be sent again, corrected. */
    public void remember(Fingerprint fingerprint, long now, boolean replayed) {
        memory.note(fingerprint.key(), fingerprint.body(), now);
        if (replayed) {
            replays.note(fingerprint.name());
        }
    }

    private static byte[] cut(byte[] digest) {
        return Arrays.copyOf(digest, LENGTH);
    }
}
