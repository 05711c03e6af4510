package dev.annals.history;

/** How many parts an answer may have, and how long their paths may be together: a document of some megabytes can have paths of gigabytes. For one answer. */
final class Room {
    private static final int MOST_PARTS = 200_000;
    private static final long MOST_CHARACTERS = 16L * 1024 * 1024;

    private int parts;
    private long characters;

    /** There are more parts than an answer may have. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded() {
            super(
                    "The answer has more than " + MOST_PARTS + " parts, or paths of more than " + MOST_CHARACTERS
                            + " characters; ask for the documents themselves, or for a difference as a merge patch.",
                    null,
                    false,
                    false);
        }
    }

    /** Takes the room of a part with a path of so many characters. */
    void take(int length) {
        characters += length;
        if (++parts > MOST_PARTS || characters > MOST_CHARACTERS) {
            throw new Exceeded();
        }
    }
}
