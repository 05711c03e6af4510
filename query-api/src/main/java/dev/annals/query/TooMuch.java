package dev.annals.query;

/** The question exceeds by itself what one question may use. Thrown within this package only; callers outside get {@link Answer.TooExpensive}. */
final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuch(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
