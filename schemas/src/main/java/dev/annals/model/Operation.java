package dev.annals.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was done to an object. The wire name is the lower-case constant name. */
public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    ASSOCIATE,
    DISASSOCIATE,
    EXECUTE,
    LOGIN,
    LOGOUT,
    OTHER;

    private static final Map<String, Operation> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operation::wireName, Function.identity()));

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name used in JSON, Avro and every dialect, such as {@code create}. */
    public String wireName() {
        return wireName;
    }

    /** The operation of that wire name; empty when there is none. */
    public static Optional<Operation> of(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /** Whether this joins or parts two objects, so that {@code object2} is required. */
    public boolean isAssociation() {
        return this == ASSOCIATE || this == DISASSOCIATE;
    }
}
