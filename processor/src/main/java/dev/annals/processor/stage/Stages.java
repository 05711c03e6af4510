package dev.annals.processor.stage;

import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Payload;
import dev.annals.epoch.Epoch;
import dev.annals.model.TimeSpan;
import dev.annals.processor.stage.deduplicate.Deduplication;
import dev.annals.processor.stage.deduplicate.Replays;
import dev.annals.processor.stage.epoch.EpochSequence;
import dev.annals.processor.stage.epoch.EpochState;
import dev.annals.processor.stage.epoch.UnusableEpoch;
import dev.annals.processor.stage.group.CommitGrouping;
import dev.annals.processor.stage.group.CommitNumbering;
import dev.annals.processor.stage.memory.LayeredMemory;
import dev.annals.processor.stage.memory.MemoryLayer;
import dev.annals.processor.stage.memory.RecentMemory;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.Redactor;
import java.time.Duration;
import java.util.List;

/**
 * The stages as the settings of one epoch configure them. They are rebuilt from the stores at each epoch, exactly as after a restart.
 *
 * @param gap after which a quiet log needs a tick
 * @param longestWaitMillis the longest time that anything waits or is remembered, under this epoch or an earlier one
 */
record Stages(
        Payload payload,
        ChangeAvro canonical,
        Deduplication deduplication,
        Redactor redactor,
        CommitGrouping commits,
        Duration gap,
        long longestWaitMillis) {

    /** The settings of an epoch. Fails with {@link UnusableEpoch} when this release cannot process under them. */
    static PipelineSettings settings(Epoch epoch) {
        try {
            return PipelineSettings.of(epoch.settings());
        } catch (IllegalArgumentException e) {
            throw new UnusableEpoch("epoch " + epoch.number() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The deduplication horizon of epoch 1, for a state that is new or older than epochs. Fails with {@link UnusableEpoch} when the state was written
     * under another horizon, because its events would be forgotten.
     */
    static Duration firstHorizon(Epoch first, Stores stores) {
        Duration horizon = settings(first).horizon();
        if (!RecentMemory.isLaidOutFor(stores.events(), horizon.toMillis())) {
            throw new UnusableEpoch(
                    "the processor's state was written by an older release under another deduplication-horizon than"
                            + " the "
                            + TimeSpan.text(horizon)
                            + " of epoch 1, and its events would be forgotten; stop every Annals on the log and have"
                            + " everything made anew under epoch 1 by `annals rebuild`");
        }
        return horizon;
    }

    /** The most that one record may add to the elapsed time, milliseconds. */
    long longestStep() {
        return Math.min(longestWaitMillis, commits.longestStep());
    }

    static Stages of(EpochState state, EpochSequence epochs, long now, Stores stores, CommitNumbering numbering) {
        PipelineSettings settings = settings(state.epoch());
        RedactionKey key = epochs.keyOf(state.epoch().keyCheck());
        List<Deduplication.Layer> layers = state.layers().stream()
                .map(layer -> new Deduplication.Layer(
                        // No remembered entry needs this key any more, so its file may be lost.
                        layer.memory().isOver(now) ? key : epochs.keyOf(layer.keyCheck()), layer.digests()))
                .toList();
        return new Stages(
                new Payload(settings.limits()),
                new ChangeAvro(settings.limits()),
                new Deduplication(
                        new LayeredMemory(stores.events(), state.memoryLayers()),
                        layers,
                        new Replays(stores.tenants())),
                new Redactor(settings.redaction(), key),
                new CommitGrouping(
                        stores.openCommits(),
                        new LayeredMemory(stores.closedCommits(), state.memoryLayers()),
                        settings.commits(),
                        numbering),
                settings.commits().gap(),
                state.memoryLayers().stream()
                        .mapToLong(MemoryLayer::horizonMillis)
                        .reduce(settings.longestWait().toMillis(), Math::max));
    }
}
