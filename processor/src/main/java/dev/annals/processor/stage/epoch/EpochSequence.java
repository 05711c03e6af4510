package dev.annals.processor.stage.epoch;

import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.RedactionKeys;
import dev.annals.processor.stage.deduplicate.DigestLengths;
import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.processor.stage.memory.MemoryLayer;
import dev.annals.redact.RedactionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of a partition, one after the other. An epoch follows when it has the next number, names the same log and is sealed under the key
 * of the one before it; anybody may write to the topic, so every other record that claims to be one is refused. For one thread.
 */
public final class EpochSequence {
    private static final int MOST_LAYERS = 16;

    private final ByteStore store;
    private final RedactionKeys keys;
    private @Nullable EpochState current;

    /** Resumes from a store. */
    public EpochSequence(ByteStore store, RedactionKeys keys) {
        this.store = store;
        this.keys = keys;
        byte[] saved = store.get(EpochState.KEY);
        current = saved == null ? null : EpochState.of(saved);
    }

    /** The epoch that the partition is in; empty before its first record. */
    public Optional<EpochState> current() {
        return Optional.ofNullable(current);
    }

    /** Why an epoch does not follow here; empty when it does. */
    public Optional<String> refusal(EpochRecord next) {
        EpochState now = current;
        return now == null || !now.begun()
                ? refusalAsFirst(next, now == null ? next.epoch() : now.epoch(), keys)
                : refusalAfter(next, now.epoch(), keys);
    }

    /** Why a record is not the first epoch of any log whose key is held; empty when it is. */
    public static Optional<String> refusalAsFirst(EpochRecord first, RedactionKeys keys) {
        return refusalAsFirst(first, first.epoch(), keys);
    }

    /** Why a record is not the epoch after another; empty when it is. */
    public static Optional<String> refusalAfter(EpochRecord next, Epoch before, RedactionKeys keys) {
        return refusal(next, before.number() + 1, before, keys);
    }

    private static Optional<String> refusalAsFirst(EpochRecord first, Epoch expected, RedactionKeys keys) {
        return refusal(first, 1, expected, keys);
    }

    private static Optional<String> refusal(EpochRecord next, long number, Epoch before, RedactionKeys keys) {
        if (next.epoch().number() != number) {
            return Optional.of("number " + next.epoch().number() + " (expected: " + number + ")");
        }
        if (!next.epoch().log().equals(before.log())) {
            return Optional.of("belongs to another log");
        }
        return keys.find(before.keyCheck()).filter(next::isSealedUnder).isPresent()
                ? Optional.empty()
                : Optional.of("not sealed under this log's redaction key; only Annals may append epochs");
    }

    /** Processes what comes before the first epoch under its settings. */
    public EpochState beforeFirst(int partition, EpochRecord first, Duration horizon) {
        return save(new EpochState(partition, first, false, -1, 0, List.of(layer(first.epoch(), horizon, 0))));
    }

    /**
     * Begins an epoch that follows.
     *
     * @param horizon for how long it remembers
     * @param recorded when the log took it
     * @param elapsed record time, by which things are forgotten
     */
    public EpochState begin(
            int partition, EpochRecord next, Duration horizon, long offset, long recorded, long elapsed) {
        EpochState before = current;
        List<EpochState.Layer> layers = before == null
                ? List.of(layer(next.epoch(), horizon, 0))
                : layers(before.layers(), next.epoch(), horizon, elapsed);
        return save(new EpochState(partition, next, true, offset, recorded, layers));
    }

    /** The key of the current epoch or of a layer. Fails with {@link UnusableEpoch} when it is not held. */
    public RedactionKey keyOf(String check) {
        return keys.find(check)
                .orElseThrow(() -> new UnusableEpoch("the log is processed under the redaction key with check value "
                        + check + ", which this process does not have; restore its file from a backup"));
    }

    private EpochState save(EpochState state) {
        store.put(EpochState.KEY, state.bytes());
        current = state;
        return state;
    }

    private static List<EpochState.Layer> layers(
            List<EpochState.Layer> before, Epoch epoch, Duration horizon, long time) {
        EpochState.Layer newest = before.get(0);
        EpochState.Layer wanted = layer(epoch, horizon, newest.memory().number() + 1);
        if (wanted.memory().horizonMillis() == newest.memory().horizonMillis()
                && wanted.keyCheck().equals(newest.keyCheck())
                && wanted.digests().equals(newest.digests())) {
            return before;
        }
        List<EpochState.Layer> layers = new ArrayList<>();
        layers.add(wanted);
        layers.add(new EpochState.Layer(newest.memory().endedAt(time), newest.keyCheck(), newest.digests()));
        before.stream()
                .skip(1)
                // A layer that has expired is still being deleted little by little, so it is not dropped at once.
                .filter(layer -> before.size() < MOST_LAYERS || !layer.memory().isOver(time))
                .forEach(layers::add);
        return layers;
    }

    private static EpochState.Layer layer(Epoch epoch, Duration horizon, int number) {
        return new EpochState.Layer(
                MemoryLayer.current(number, horizon.toMillis()), epoch.keyCheck(), DigestLengths.CURRENT);
    }
}
