package dev.annals.dialect.awx.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * A pattern that Python takes, as PostgreSQL looks for it and as far as that can be done in linear time: no looking around, no back references.
 *
 * <p>PostgreSQL reads some of it in another way than Python: {@code .} finds a line's end, too, {@code ^} and {@code $} only the ends of the text, {@code \b}
 * is a backspace and {@code \B} a backslash, and {@code [[:alpha:]]} is a class of characters.
 */
public final class PostgresPattern {
    private static final String ALNUM = "\\p{L}\\p{Nd}\\p{Nl}";
    private static final String WORD = ALNUM + "_";
    private static final String DIGIT = "0-9";
    private static final String DIGITS = "0123456789";
    private static final String SPACE =
            "\\x09-\\x0D \\x{1680}\\x{2000}-\\x{2006}\\x{2008}-\\x{200A}\\x{2028}\\x{2029}\\x{205F}\\x{3000}";

    private static final Map<String, String> CLASSES = Map.of(
            "alpha", "\\p{L}",
            "alnum", ALNUM,
            "upper", "\\p{Lu}",
            "lower", "\\p{Ll}",
            "digit", DIGIT,
            "space", SPACE,
            "word", WORD);

    private final Tokens tokens;
    private final Escapes escapes;
    private final StringBuilder out = new StringBuilder();
    private int flags = Pattern.DOTALL;
    private boolean verbose;

    private PostgresPattern(String pattern, boolean ignoreCase) {
        tokens = new Tokens(pattern);
        escapes = new Escapes(tokens);
        flags |= ignoreCase ? Pattern.CASE_INSENSITIVE : 0;
    }

    /** The pattern; empty when it cannot be looked for. */
    public static Optional<Pattern> of(String pattern, boolean ignoreCase) {
        try {
            return Optional.of(new PostgresPattern(pattern, ignoreCase).compiled());
        } catch (Wrong | PatternSyntaxException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private Pattern compiled() {
        tokens.begin();
        for (String token = tokens.get(); token != null; token = tokens.get()) {
            if (verbose && token.isBlank()) {
                continue;
            }
            if (verbose && token.equals("#")) {
                comment();
                continue;
            }
            switch (token) {
                case ".", "^", "$", "|", ")", "*", "+", "?" -> out.append(token);
                case "(" -> group();
                case "[" -> set();
                case "{" -> bound();
                default -> {
                    if (token.startsWith("\\")) {
                        escape(token);
                    } else {
                        out.append(Pattern.quote(token));
                    }
                }
            }
        }
        return Pattern.compile(out.toString(), flags);
    }

    private void comment() {
        String token = tokens.get();
        while (token != null && !token.equals("\n")) {
            token = tokens.get();
        }
    }

    /** A bracket that no digit follows stands for itself. */
    private void bound() {
        String least = tokens.whileIn(Integer.MAX_VALUE, DIGITS);
        if (least.isEmpty()) {
            out.append("\\{");
            return;
        }
        out.append('{').append(least);
        if (tokens.match(",")) {
            out.append(',').append(tokens.whileIn(Integer.MAX_VALUE, DIGITS));
        }
        if (!tokens.match("}")) {
            throw tokens.error("not to be looked for", 0);
        }
        out.append('}');
    }

    private void group() {
        if (!tokens.match("?")) {
            out.append('(');
            return;
        }
        String token = tokens.get();
        if (token == null || "=!<(>".contains(token)) {
            throw tokens.error("not to be looked for", 0);
        }
        switch (token) {
            case ":" -> out.append("(?:");
            case "P" -> {
                if (!tokens.match("<")) {
                    throw tokens.error("not to be looked for", 0);
                }
                tokens.until(">", "group name");
                out.append('(');
            }
            case "#" -> {
                while (!")".equals(token) && token != null) {
                    token = tokens.get();
                }
            }
            default -> flags(Flags.read(token, tokens));
        }
    }

    private void flags(Flags read) {
        if (read.isGlobal()) {
            verbose = read.verbose(verbose);
            flags |= read.added().contains("i") ? Pattern.CASE_INSENSITIVE : 0;
            if (read.added().contains("m")) {
                flags = (flags | Pattern.MULTILINE) & ~Pattern.DOTALL;
            }
            return;
        }
        String known = read.added().replaceAll("[^ims]", "");
        String without = read.removed().replaceAll("[^ims]", "");
        out.append("(?")
                .append(known)
                .append(without.isEmpty() ? "" : "-" + without)
                .append(':');
    }

    private void escape(String token) {
        Escapes.Meaning meaning = escapes.outside(token);
        if (meaning.group() > 0) {
            throw tokens.error("not to be looked for", 0);
        } else if (meaning.isPlace()) {
            out.append(
                    switch (token) {
                        case "\\A" -> "\\A";
                        case "\\Z" -> "\\z";
                        case "\\b" -> "\\x08";
                        default -> "\\\\";
                    });
        } else if (meaning.isKind()) {
            boolean not = Character.isUpperCase(token.charAt(1));
            out.append(not ? "[^" : "[").append(kind(token)).append(']');
        } else {
            out.append(Pattern.quote(Character.toString(meaning.code())));
        }
    }

    private static String kind(String token) {
        return switch (Character.toLowerCase(token.charAt(1))) {
            case 'd' -> DIGIT;
            case 's' -> SPACE;
            default -> WORD;
        };
    }

    private static String coded(int code) {
        return "\\x{" + Integer.toHexString(code) + "}";
    }

    private void set() {
        out.append('[');
        if (tokens.match("^")) {
            out.append('^');
        }
        boolean first = true;
        for (String token = tokens.get(); first || !"]".equals(token); token = tokens.get()) {
            if (token == null) {
                throw tokens.error("unterminated character set", 0);
            }
            first = false;
            if (token.equals("[") && tokens.match(":")) {
                String name = tokens.until(":", "class");
                if (!tokens.match("]")) {
                    throw tokens.error("missing ]", 0);
                }
                out.append(CLASSES.getOrDefault(name, "[:" + name + ":]"));
            } else if (token.equals("-")) {
                out.append('-');
            } else {
                Escapes.Meaning meaning = escapes.inSet(token);
                boolean not = meaning.isKind() && Character.isUpperCase(token.charAt(1));
                out.append(not ? token : meaning.isKind() ? kind(token) : coded(meaning.code()));
            }
        }
        out.append(']');
    }
}
