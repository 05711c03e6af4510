package dev.annals.dialect.awx.regex;

/**
 * The flags of a pattern or of a group in it, such as {@code (?i)} and {@code (?s-x:…)}.
 *
 * @param added those that are turned on
 * @param removed those that are turned off
 * @param isGlobal whether they are of the whole pattern
 */
record Flags(String added, String removed, boolean isGlobal) {
    private static final String ALL = "iLmsxatu";
    /** Those that say which characters are letters. */
    private static final String TYPES = "aLu";

    /** Reads them from the first one on, up to the colon or the bracket behind them. */
    static Flags read(String firstToken, Tokens tokens) {
        if (!ALL.contains(firstToken) && !firstToken.equals("-")) {
            throw tokens.error("unknown extension ?" + firstToken, Tokens.length(firstToken) + 1);
        }
        StringBuilder added = new StringBuilder();
        String token = firstToken;
        while (ALL.contains(token)) {
            if (token.equals("L")) {
                throw tokens.error("bad inline flags: cannot use 'L' flag with a str pattern", 0);
            }
            added.append(token);
            if (added.indexOf("a") >= 0 && added.indexOf("u") >= 0 && TYPES.contains(token)) {
                throw tokens.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible", 0);
            }
            token = next(tokens, "missing -, : or )", ")-:");
        }
        if (token.equals(")")) {
            return new Flags(added.toString(), "", true);
        }
        if (added.indexOf("t") >= 0) {
            throw tokens.error("bad inline flags: cannot turn on global flag", 1);
        }
        return new Flags(added.toString(), token.equals("-") ? removed(added.toString(), tokens) : "", false);
    }

    private static String removed(String added, Tokens tokens) {
        StringBuilder removed = new StringBuilder();
        String token = next(tokens, "missing flag", "");
        while (!token.equals(":")) {
            if (TYPES.contains(token)) {
                throw tokens.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0);
            }
            removed.append(token);
            token = next(tokens, "missing :", ":");
        }
        if (removed.indexOf("t") >= 0) {
            throw tokens.error("bad inline flags: cannot turn off global flag", 1);
        }
        if (added.chars().anyMatch(flag -> removed.indexOf(Character.toString(flag)) >= 0)) {
            throw tokens.error("bad inline flags: flag turned on and off", 1);
        }
        return removed.toString();
    }

    private static String next(Tokens tokens, String missing, String ends) {
        String token = tokens.get();
        if (token == null) {
            throw tokens.error(missing, 0);
        }
        if (!ends.contains(token) && !ALL.contains(token)) {
            boolean letters = token.codePoints().allMatch(Character::isLetter);
            throw tokens.error(letters ? "unknown flag" : missing, Tokens.length(token));
        }
        return token;
    }

    /** Whether white space and comments are passed over under these flags. */
    boolean verbose(boolean before) {
        return (before || added.contains("x")) && !removed.contains("x");
    }
}
