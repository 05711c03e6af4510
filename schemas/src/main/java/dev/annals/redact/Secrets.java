package dev.annals.redact;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The values that were masked in one event, as far as they are cut out of its other texts.
 *
 * <p>Cutting a value out everywhere would destroy an event whose password is {@code a} or {@code true}. So a value is cut by what it is:
 *
 * <ul>
 *   <li>shorter than {@value #SHORTEST} characters, one character over and over, or a word of {@link #COMMON}: never;
 *   <li><em>distinct</em>, which is {@value #DISTINCT} characters or more, or {@value #DISTINCT_MIXED} or more of which some are letters and some are not: wherever it stands,
 *       also within longer words, and in names, keys and ids;
 *   <li>any other: where it stands as a whole word, but not in ids; so is a number between characters that are no digits.
 * </ul>
 *
 * For one thread.
 */
final class Secrets {
    private static final int SHORTEST = 4;
    private static final int DISTINCT = 8;
    private static final int DISTINCT_MIXED = 6;

    /** Values that reveal nothing: words that everybody knows, and the masks of other systems. */
    private static final Set<String> COMMON = Set.of(
            "true",
            "false",
            "null",
            "none",
            "undefined",
            "default",
            "hidden",
            "redacted",
            "masked",
            "encrypted",
            "$encrypted$",
            "password",
            "passwd",
            "secret",
            "token",
            "string",
            "number",
            "object",
            "array",
            "unknown",
            "unset",
            "prompt",
            "admin",
            "root",
            "user",
            "users",
            "test",
            "guest",
            "public",
            "private",
            "username",
            "bearer",
            "basic",
            "enabled",
            "disabled",
            "(sensitive)",
            "(sensitive value)",
            "[redacted]",
            "<redacted>",
            "<sensitive>",
            "[filtered]",
            "hidden_due_to_security_reasons",
            "localhost",
            "name",
            "email",
            "value",
            "http",
            "https");

    private final Set<String> values = new LinkedHashSet<>();

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** A value that is a secret by itself. */
    void add(String value) {
        String secret = value.strip();
        if (isWorthCutting(secret)) {
            values.add(secret);
        }
    }

    /** Adds a value that was masked as part of a larger one. It is cut elsewhere only if it is distinct. */
    void addBeside(String value) {
        String secret = value.strip();
        if (isDistinct(secret) && !isDigits(secret, 0)) {
            add(secret);
        } else if (isDigits(secret, DISTINCT_MIXED)) {
            add(secret);
        }
    }

    Cutter cutter() {
        return Cutter.of(values);
    }

    private static boolean isWorthCutting(String secret) {
        if (secret.length() < SHORTEST
                || (secret.length() < 40 && COMMON.contains(secret.toLowerCase(Locale.ROOT)))
                || Mark.isIn(secret)) {
            return false;
        }
        for (int i = 1; i < secret.length(); i++) {
            if (secret.charAt(i) != secret.charAt(0)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it can be cut out of the middle of a word without harm to words. */
    static boolean isDistinct(String secret) {
        if (secret.length() < DISTINCT_MIXED) {
            return false;
        }
        if (secret.length() >= DISTINCT) {
            return true;
        }
        boolean letter = false;
        boolean other = false;
        for (int i = 0; i < secret.length(); i++) {
            boolean isLetter = Character.isLetter(secret.charAt(i));
            letter |= isLetter;
            other |= !isLetter;
        }
        return letter && other;
    }

    static boolean isDigits(String secret, int least) {
        for (int i = 0; i < secret.length(); i++) {
            if (!Character.isDigit(secret.charAt(i))) {
                return false;
            }
        }
        return secret.length() >= least;
    }
}
