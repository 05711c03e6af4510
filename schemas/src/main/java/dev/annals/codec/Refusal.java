package dev.annals.codec;

import dev.annals.model.Reject;

/**
 * Carries a refusal out of a reader, whose entry point turns it into a {@link Decoded.Refused}. Has no stack trace: a hostile producer must not make
 * refusing expensive.
 */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reject.Reason reason;

    Refusal(Reject.Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    static Refusal malformed(String detail) {
        return new Refusal(Reject.Reason.MALFORMED, detail);
    }

    /** In the form {@code field: what was seen (expected: what should be there)}. */
    static Refusal invalid(String field, String seen, String expected) {
        return new Refusal(Reject.Reason.INVALID_FIELD, field + ": " + seen + " (expected: " + expected + ")");
    }

    static Refusal missing(String field, String expected) {
        return new Refusal(Reject.Reason.MISSING_FIELD, field + ": missing (expected: " + expected + ")");
    }

    static Refusal tooLarge(String field, long seen, long most, String unit) {
        return new Refusal(
                Reject.Reason.TOO_LARGE, field + ": " + seen + " " + unit + " (expected: at most " + most + ")");
    }

    Reject.Reason reason() {
        return reason;
    }

    /** The sentence; never null, unlike {@link #getMessage()} in general. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
