package dev.annals.codec;

import dev.annals.model.Reject.Reason;

/** Knows the schemas of the ids in Confluent's wire format. */
@FunctionalInterface
public interface RegisteredSchemas {
    /** Why nobody without a registry knows one. */
    String NO_REGISTRY = "Confluent wire format needs a schema registry; none is configured"
            + " (expected: a JSON object, or Avro in single-object encoding)";

    /** Those of somebody without a registry. */
    RegisteredSchemas NONE = id -> new Decoded.Refused<>(Reason.UNKNOWN_SCHEMA, NO_REGISTRY);

    /** The schema of an id, or why there is none. */
    Decoded<RegisteredSchema> schema(int id);
}
