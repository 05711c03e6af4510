package dev.annals.processor.stage;

import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Payload;
import dev.annals.epoch.Epoch;
import dev.annals.processor.stage.deduplicate.Deduplication;
import dev.annals.processor.stage.epoch.EpochSequence;
import dev.annals.processor.stage.epoch.EpochState;
import dev.annals.processor.stage.epoch.UnusableEpoch;
import dev.annals.processor.stage.group.CommitGrouping;
import dev.annals.processor.stage.group.CommitNumbering;
import dev.annals.processor.stage.memory.LayeredMemory;
import dev.annals.processor.stage.memory.MemoryLayer;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.Redactor;
import java.time.Duration;
import java.util.List;

/**
 * The stages that an epoch's settings shape, as they are within that epoch. Made anew at each epoch, from the state as it lies in the stores,
 * which is what a restart does too.
 *
 * @param gap after which a quiet log needs a tick
 * @param longestWaitMillis what anything waits for or is remembered at most, under this epoch or an earlier one
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

    static Stages of(EpochState state, EpochSequence epochs, long now, Stores stores, CommitNumbering numbering) {
        PipelineSettings settings = settings(state.epoch());
        RedactionKey key = epochs.keyOf(state.epoch().keyCheck());
        List<RedactionKey> keys = state.layers().stream()
                // A key that nothing remembered needs may be lost.
                .map(layer -> layer.memory().isOver(now) ? key : epochs.keyOf(layer.keyCheck()))
                .toList();
        return new Stages(
                new Payload(settings.limits()),
                new ChangeAvro(settings.limits()),
                new Deduplication(new LayeredMemory(stores.events(), state.memoryLayers()), keys),
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
