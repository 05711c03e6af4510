package dev.annals.query;

/** Other questions leave no room for this one. Thrown within this package only; callers outside get {@link Answer.NotReady}. */
final class Crowded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crowded() {
        super(
                "The service is busy with expensive questions; ask again shortly, or ask a narrower question.",
                null,
                false,
                false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
