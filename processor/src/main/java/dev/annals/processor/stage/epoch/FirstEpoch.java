package dev.annals.processor.stage.epoch;

import dev.annals.epoch.EpochRecord;
import java.util.Optional;

/**
 * Finds the first epoch of a partition by reading ahead. It is asked when a record lies before every epoch, as in a log that is older than
 * epochs: such records are processed under the settings of the first epoch, so that reading them again gives the same.
 */
@FunctionalInterface
public interface FirstEpoch {
    /** The record of epoch 1, its seal verified; empty when the partition has none. */
    Optional<EpochRecord> of(int partition);
}
