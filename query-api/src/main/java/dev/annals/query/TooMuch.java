package dev.annals.query;

/** A question that by itself asks for more than one question may have. Within this package only: outside it is {@link Answer.TooExpensive}. */
final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuch(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
