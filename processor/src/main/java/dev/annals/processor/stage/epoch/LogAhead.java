package dev.annals.processor.stage.epoch;

import dev.annals.epoch.EpochRecord;
import dev.annals.processor.position.RecordPrint;
import dev.annals.registry.SchemaRecord;
import java.util.Optional;

/** The whole log, of which the pipeline is given one record at a time. Answers the few questions for which other records have to be read. */
@FunctionalInterface
public interface LogAhead {
    /**
     * The record of a partition's epoch 1, its seal verified; empty when it has none. Asked when a record lies before every epoch, as in a log that
     * is older than epochs: such records are processed under the settings of the first epoch, so that reading them again gives the same.
     */
    Optional<EpochRecord> firstEpoch(int partition);

    /**
     * Why a record that came first after a start does not carry on from the last one that was applied, as a clause that goes on from "the log"; empty when it does. Offsets
     * alone do not tell: some belong to no record, and a log that was cut and has grown again has the same ones. A log without such offsets answers as this does.
     *
     * @param print of the record that was applied last; empty when it is not known
     */
    default Optional<String> interruption(int partition, long applied, Optional<RecordPrint> print, long offset) {
        return offset == applied + 1 ? Optional.empty() : Optional.of("lost records between them");
    }

    /**
     * What the log says of a schema id behind a change that has it, its seal verified; empty when it says nothing. Offsets of changes grow from call to call
     * until {@link #begin}, and what was said of earlier changes alone is forgotten. A log without such records answers as this does.
     */
    default Optional<SchemaRecord> schema(int partition, long offset, int id) {
        return Optional.empty();
    }

    /** Whether the log says something of a schema id behind a change that is processed later; nothing is forgotten. */
    default boolean says(int partition, long offset, int id) {
        return false;
    }

    /** Is told that a partition is read from now on. */
    default void begin(int partition) {
        // What holds nothing of a partition has nothing to forget.
    }
}
