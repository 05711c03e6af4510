package dev.annals.query;

/** There is no room for the question under the load of others. Within this package only: outside it is {@link Answer.NotReady}. */
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
