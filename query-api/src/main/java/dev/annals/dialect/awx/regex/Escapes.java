package dev.annals.dialect.awx.regex;

/** Reads what a backslash begins, outside and inside of sets of characters. */
record Escapes(Tokens tokens) {
    private static final String HEX = "0123456789abcdefABCDEF";
    private static final String OCTAL = "01234567";
    private static final int GREATEST_OCTAL = 255;

    /**
     * What an escape stands for.
     *
     * @param code the character; -1 when it is none
     * @param group the group that it refers to; 0 when it refers to none
     * @param isPlace whether it is a place between characters
     * @param text the escape as it stands in the pattern
     */
    record Meaning(int code, int group, boolean isPlace, String text) {
        private static Meaning character(int code, String text) {
            return new Meaning(code, 0, false, text);
        }

        private static Meaning kind(String text) {
            return new Meaning(-1, 0, false, text);
        }

        /** Whether it is a kind of characters, such as digits. */
        boolean isKind() {
            return code < 0 && group == 0 && !isPlace;
        }
    }

    /** A character of a set or an escape in one. */
    Meaning inSet(String token) {
        if (!token.startsWith("\\")) {
            return Meaning.character(token.codePointAt(0), token);
        }
        int plain = plain(token.charAt(1));
        if (plain >= 0) {
            return Meaning.character(plain, token);
        }
        return switch (token.codePointAt(1)) {
            case 'd', 'D', 's', 'S', 'w', 'W' -> Meaning.kind(token);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(token + tokens.whileIn(2, OCTAL));
            case '8', '9' -> throw bad(token);
            default -> coded(token);
        };
    }

    /** An escape outside of sets. */
    Meaning outside(String token) {
        int plain = plain(token.charAt(1));
        return switch (token.codePointAt(1)) {
            case 'A', 'b', 'B', 'Z' -> new Meaning(-1, 0, true, token);
            case 'd', 'D', 's', 'S', 'w', 'W' -> Meaning.kind(token);
            case '0' -> octal(token + tokens.whileIn(2, OCTAL));
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(token);
            default -> plain >= 0 ? Meaning.character(plain, token) : coded(token);
        };
    }

    /** An octal number of three digits is a character, every other number a group. */
    private Meaning number(String token) {
        String digits = token + tokens.whileIn(1, "0123456789");
        boolean octal =
                digits.length() == 3 && OCTAL.indexOf(digits.charAt(1)) >= 0 && OCTAL.indexOf(digits.charAt(2)) >= 0;
        String third = octal ? tokens.whileIn(1, OCTAL) : "";
        return third.isEmpty()
                ? new Meaning(-1, Integer.parseInt(digits.substring(1)), false, digits)
                : octal(digits + third);
    }

    private Meaning octal(String escape) {
        int code = Integer.parseInt(escape.substring(1), 8);
        if (code > GREATEST_OCTAL) {
            throw tokens.error("octal escape value " + escape + " outside of range 0-0o377", escape.length());
        }
        return Meaning.character(code, escape);
    }

    private Meaning coded(String token) {
        return switch (token.codePointAt(1)) {
            case 'x' -> hex(token, 2);
            case 'u' -> hex(token, 4);
            case 'U' -> hex(token, 8);
            case 'N' -> named(token);
            default -> {
                char c = token.charAt(1);
                if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                    throw bad(token);
                }
                yield Meaning.character(token.codePointAt(1), token);
            }
        };
    }

    private Meaning hex(String token, int digits) {
        String escape = token + tokens.whileIn(digits, HEX);
        if (escape.length() != token.length() + digits) {
            throw tokens.error("incomplete escape " + escape, escape.length());
        }
        long code = Long.parseLong(escape.substring(2), 16);
        if (code > Character.MAX_CODE_POINT) {
            throw bad(escape);
        }
        return Meaning.character((int) code, escape);
    }

    private Meaning named(String token) {
        if (!tokens.match("{")) {
            throw tokens.error("missing {", 0);
        }
        String name = tokens.until("}", "character name");
        try {
            return Meaning.character(Character.codePointOf(name), token + "{" + name + "}");
        } catch (IllegalArgumentException e) {
            throw tokens.error(
                    "undefined character name " + Tokens.quoted(name), Tokens.length(name) + "\\N{}".length());
        }
    }

    private Wrong bad(String escape) {
        return tokens.error("bad escape " + escape, Tokens.length(escape));
    }

    private static int plain(char c) {
        return switch (c) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case '\\' -> '\\';
            default -> -1;
        };
    }
}
