package dev.annals.dialect.annals;

/**
 * A filter or parameter that cannot be taken.
 *
 * <p>An exception and not a value: it comes out of the middle of a text, and every way out of the parser is the same refusal.
 */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String place;
    private final String expected;

    /**
     * A refusal.
     *
     * @param parameter the parameter of the request
     * @param place where in its value: a number of characters from its beginning, or a JSON pointer; empty for the whole of it
     * @param seen what is wrong, a clause without a full stop
     * @param expected what would have been right
     */
    Refused(String parameter, String place, String seen, String expected) {
        super(seen, null, false, false);
        this.parameter = parameter;
        this.place = place;
        this.expected = expected;
    }

    String parameter() {
        return parameter;
    }

    String place() {
        return place;
    }

    String seen() {
        return String.valueOf(getMessage());
    }

    String expected() {
        return expected;
    }
}
