package dev.annals.processor.stage.epoch;

import dev.annals.epoch.EpochRecord;
import java.util.Optional;

/** The log as it lies behind the records that are processed one by one: what is asked of it seldom, by reading ahead. */
@FunctionalInterface
public interface LogAhead {
    /**
     * The record of a partition's epoch 1, its seal verified; empty when it has none. Asked when a record lies before every epoch, as in a log that
     * is older than epochs: such records are processed under the settings of the first epoch, so that reading them again gives the same.
     */
    Optional<EpochRecord> firstEpoch(int partition);

    /**
     * Whether a record is the first one after another, so that nothing was left out between them. Offsets alone do not tell: some belong to no
     * record. Asked once a start. A log without such offsets answers as this does.
     */
    default boolean follows(int partition, long before, long offset) {
        return offset == before + 1;
    }
}
