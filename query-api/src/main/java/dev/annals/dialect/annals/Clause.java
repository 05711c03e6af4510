package dev.annals.dialect.annals;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One condition of a filter, whichever of its two forms it was written in. All clauses of a filter must hold; of the values of one clause any may.
 *
 * @param negated whether the condition must not hold
 * @param name what it is about; empty for words to be found in the texts of an activity
 * @param values at least one
 * @param place where it stands, for refusals
 */
record Clause(boolean negated, String name, List<Value> values, String place) {
    Clause {
        values = List.copyOf(values);
    }

    /** How a value is compared. */
    enum Match {
        EXACT,
        PREFIX,
        CONTAINS
    }

    /** A text to compare with, and how. */
    record Value(String text, Match match) {
        /** The value in the form that people type. */
        String typed() {
            return switch (match) {
                case EXACT -> quotedIfNeeded(text);
                case PREFIX -> quotedIfNeeded(text) + "*";
                case CONTAINS -> "*" + quotedIfNeeded(text) + "*";
            };
        }
    }

    /** The clause in the form that people type; read again, it is the same. */
    String typed() {
        String sign = negated ? "-" : "";
        return name.isEmpty()
                ? sign + FilterText.quoted(values.get(0).text())
                : sign + name + ":" + values.stream().map(Value::typed).collect(Collectors.joining(","));
    }

    private static String quotedIfNeeded(String text) {
        return FilterText.isBare(text) ? text : FilterText.quoted(text);
    }
}
