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
    private static final String PURPOSE = "annals:deduplication:";

    private final LayeredMemory memory;
    /** One for each layer of the memory: an event that was seen under an earlier redaction key is looked up under that key. */
    private final List<Digest> digests;

    /** How the events of a layer were digested. */
    private record Digest(KeyedDigest keyed, DigestLengths lengths) {
        Fingerprint of(byte[] name, byte[] canonical) {
            return new Fingerprint(
                    Arrays.copyOf(keyed.of(name), lengths.key()),
                    Arrays.copyOf(keyed.of(canonical), lengths.body()),
                    name,
                    canonical);
        }
    }

    /** What a layer of the memory was written under. */
    public record Layer(RedactionKey key, DigestLengths lengths) {}

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
     * @param key of the newest layer's length
     * @param body of the newest layer's length
     * @param name what the key is a digest of
     * @param canonical what the body is a digest of
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    public record Fingerprint(byte[] key, byte[] body, byte[] name, byte[] canonical) {}

    /**
     * A deduplication over a memory.
     *
     * @param layers of the memory, in its order
     * @param replays remembers replayed rejects beyond every horizon
     */
    public Deduplication(LayeredMemory memory, List<Layer> layers, Replays replays) {
        this.memory = memory;
        this.replays = replays;
        Map<String, KeyedDigest> distinct = new HashMap<>();
        this.digests = layers.stream()
                .map(layer -> new Digest(
                        distinct.computeIfAbsent(
                                KeyCheck.of(layer.key()),
                                check -> KeyedDigest.derived(layer.key().bytes(), PURPOSE)),
                        layer.lengths()))
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
        return digests.get(0).of(key.getBytes(StandardCharsets.UTF_8), canonical);
    }

    /**
     * Whether the event was accepted before.
     *
     * @param replayed whether it is the replay of a reject; one that was accepted is a duplicate for ever after, and not only within the horizon
     */
    public Verdict verdict(Fingerprint fingerprint, long now, boolean replayed) {
        for (int layer = 0; layer < memory.layers(); layer++) {
            if (memory.isAlive(layer, now)) {
                Digest digest = digests.get(layer);
                Fingerprint there = digest.equals(digests.get(0))
                        ? fingerprint
                        : digest.of(fingerprint.name(), fingerprint.canonical());
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
}
