package dev.annals.dialect.awx;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a value is compared with a field: the last part of a parameter's name. Its name in a URL is the lower-case constant name. */
enum Lookup {
    EXACT,
    IEXACT,
    CONTAINS,
    ICONTAINS,
    STARTSWITH,
    ISTARTSWITH,
    ENDSWITH,
    IENDSWITH,
    REGEX,
    IREGEX,
    GT,
    GTE,
    LT,
    LTE,
    IN,
    ISNULL,
    SEARCH;

    private static final Map<String, Lookup> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Lookup::text, Function.identity()));

    static Optional<Lookup> of(String text) {
        return Optional.ofNullable(BY_NAME.get(text));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isComparison() {
        return this == GT || this == GTE || this == LT || this == LTE;
    }

    /** Whether AWX takes the value as it stands, without reading it as one of the column's. */
    boolean isRaw() {
        return isPattern() || this == ISNULL;
    }

    boolean isPattern() {
        return this == REGEX || this == IREGEX;
    }

    /** Whether it looks at the beginning, middle or end of a text. */
    boolean isPart() {
        return switch (this) {
            case CONTAINS, ICONTAINS, STARTSWITH, ISTARTSWITH, ENDSWITH, IENDSWITH -> true;
            default -> false;
        };
    }
}
