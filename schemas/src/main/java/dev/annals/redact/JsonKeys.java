package dev.annals.redact;

import java.util.function.Predicate;

/** Looks at the keys of compact JSON without parsing it: most documents have no secret, and this runs for all of them. */
final class JsonKeys {
    private JsonKeys() {}

    /** Whether any key, at any depth, is one; true as well when a key cannot be told without parsing. */
    static boolean any(String compact, Predicate<String> test) {
        int at = compact.indexOf('"');
        while (at >= 0) {
            int end = at + 1;
            boolean escaped = false;
            while (compact.charAt(end) != '"') {
                if (compact.charAt(end) == '\\') {
                    escaped = true;
                    end++;
                }
                end++;
            }
            // In compact JSON a colon right after a string makes it a key.
            if (end + 1 < compact.length()
                    && compact.charAt(end + 1) == ':'
                    && (escaped || test.test(compact.substring(at + 1, end)))) {
                return true;
            }
            at = compact.indexOf('"', end + 1);
        }
        return false;
    }
}
