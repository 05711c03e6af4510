package dev.annals.processor.stage.schema;

import dev.annals.codec.RegisteredSchemas;
import dev.annals.registry.SchemaVerdict;
import java.util.List;
import java.util.OptionalInt;

/** Where schemas come from that neither the partition's state nor the log has: a registry. Safe from any thread. */
public interface SchemaSource {
    /** Nobody has a registry. */
    SchemaSource NONE = (partition, offset, id) -> new SchemaVerdict.Refused(RegisteredSchemas.NO_REGISTRY);

    /** What is to be made of the id that the change at an offset has. Waits for a registry that is away. */
    SchemaVerdict verdict(int partition, long offset, int id);

    /** The schema id under which records of an output are written; empty when they are written without one. */
    default OptionalInt idOf(Output output) {
        return OptionalInt.empty();
    }

    /** Is told that a partition is read from now on, whose state has the schemas of these ids. */
    default void begin(int partition, List<Integer> ids) {
        // A source that asks nobody has nothing to spare.
    }

    /** Is told of an id that needs no further asking for the changes of a partition. */
    default void know(int partition, int id) {
        // A source that asks nobody has nothing to spare.
    }

    /** What the processor writes. */
    enum Output {
        ACTIVITIES,
        COMMITS,
        REJECTS
    }
}
