package dev.annals.dialect.sdelements;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a client takes JSON, by its Accept header. A client that says nothing takes anything. */
final class Acceptance {
    private static final Set<String> JSON = Set.of("*/*", "*", "application/*", "application/json");

    private Acceptance() {}

    static boolean takesJson(Optional<String> accept) {
        String ranges = accept.map(String::strip).orElse("");
        if (ranges.isEmpty()) {
            return true;
        }
        for (String range : ranges.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            if (JSON.contains(parts[0].strip()) && !isRefused(parts)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefused(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().matches("q=0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }
}
