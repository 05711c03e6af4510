package dev.annals.dialect.awx.regex;

import dev.annals.dialect.awx.regex.Sequence.Kind;
import dev.annals.dialect.awx.regex.Sequence.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of regular expressions as Python's {@code re} module of version 3.11 checks it, and its words for what is wrong. AWX compiles a pattern
 * there before it lets the database look for it, and answers with these words.
 *
 * <p>Positions count code points, as Python's do. One pattern for each object; not thread-safe.
 */
public final class PythonPattern {
    /** A group within a group within a group, deeper than anybody writes and far from the end of the stack. */
    private static final int MOST_LEVELS = 100;

    private static final long MAX_WIDTH = Sequence.MAX_WIDTH;
    private static final String DIGITS = "0123456789";

    private final Tokens tokens;
    private final Escapes escapes;
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Integer, Integer> references = new TreeMap<>();
    /** For each group, from 0, what it matches; null while it is open. */
    private final List<@Nullable Part> groups = new ArrayList<>(Collections.singletonList(null));

    private boolean verbose;
    private boolean variableLookbehind;
    private int lookbehindGroups = -1;

    private PythonPattern(String pattern) {
        tokens = new Tokens(pattern);
        escapes = new Escapes(tokens);
    }

    /** What Python says of a pattern that it does not take; empty when it takes it. */
    public static Optional<String> wrong(String pattern) {
        try {
            new PythonPattern(pattern).parse();
            return Optional.empty();
        } catch (Wrong e) {
            return Optional.of(e.words());
        }
    }

    private void parse() {
        tokens.begin();
        alternatives(false, 0);
        if (tokens.next() != null) {
            throw tokens.error("unbalanced parenthesis", 0);
        }
        references.forEach((group, position) -> {
            if (group >= groups.size()) {
                throw tokens.errorAt("invalid group reference " + group, position);
            }
        });
        if (variableLookbehind) {
            throw new Wrong("look-behind requires fixed-width pattern");
        }
    }

    private Part alternatives(boolean isVerbose, int level) {
        if (level > MOST_LEVELS) {
            throw tokens.error("more than " + MOST_LEVELS + " groups within each other", 0);
        }
        boolean nowVerbose = isVerbose;
        long least = Long.MAX_VALUE;
        long most = 0;
        boolean first = true;
        do {
            Sequence items = sequence(nowVerbose, level, level == 0 && first);
            least = Math.min(least, items.least());
            most = Math.max(most, items.most());
            first = false;
            if (level == 0) {
                nowVerbose = verbose;
            }
        } while (tokens.match("|"));
        return new Part(Kind.OTHER, least, most);
    }

    private Sequence sequence(boolean isVerbose, int level, boolean first) {
        Sequence items = new Sequence();
        boolean skipping = isVerbose;
        while (true) {
            String token = tokens.next();
            if (token == null || token.equals("|") || token.equals(")")) {
                return items;
            }
            tokens.get();
            if (skipping && token.length() == 1 && " \t\n\r\u000B\f".contains(token)) {
                continue;
            }
            if (skipping && token.equals("#")) {
                comment();
                continue;
            }
            switch (token) {
                case "[" -> set(items);
                case "*", "+", "?", "{" -> repeat(token, items);
                case "." -> items.add(Kind.OTHER, 1, 1);
                case "^", "$" -> items.add(Kind.PLACE, 0, 0);
                case "(" -> {
                    group(items, skipping, level, first);
                    skipping |= level == 0 && verbose;
                }
                default -> {
                    if (token.startsWith("\\")) {
                        escape(token, items);
                    } else {
                        items.add(Kind.OTHER, 1, 1);
                    }
                }
            }
        }
    }

    private void comment() {
        String token = tokens.get();
        while (token != null && !token.equals("\n")) {
            token = tokens.get();
        }
    }

    private void escape(String token, Sequence items) {
        Escapes.Meaning meaning = escapes.outside(token);
        if (meaning.group() > 0) {
            reference(meaning.group(), meaning.text().length(), items);
        } else {
            items.add(
                    meaning.isPlace() ? Kind.PLACE : Kind.OTHER, meaning.isPlace() ? 0 : 1, meaning.isPlace() ? 0 : 1);
        }
    }

    private void reference(int group, int length, Sequence items) {
        if (group >= groups.size()) {
            throw tokens.error("invalid group reference " + group, length - 1);
        }
        Part referred = groups.get(group);
        if (referred == null) {
            throw tokens.error("cannot refer to an open group", length);
        }
        requireBeforeLookbehind(group);
        items.add(Kind.OTHER, referred.least(), referred.most());
    }

    private void requireBeforeLookbehind(int group) {
        if (lookbehindGroups >= 0) {
            if (group >= groups.size() || groups.get(group) == null) {
                throw tokens.error("cannot refer to an open group", 0);
            }
            if (group >= lookbehindGroups) {
                throw tokens.error("cannot refer to group defined in the same lookbehind subpattern", 0);
            }
        }
    }

    private void set(Sequence items) {
        int here = tokens.position() - 1;
        tokens.match("^");
        boolean empty = true;
        while (true) {
            String token = tokens.get();
            if (token == null) {
                throw tokens.error("unterminated character set", tokens.position() - here);
            }
            if (token.equals("]") && !empty) {
                break;
            }
            Escapes.Meaning low = escapes.inSet(token);
            empty = false;
            if (tokens.match("-")) {
                String upTo = tokens.get();
                if (upTo == null) {
                    throw tokens.error("unterminated character set", tokens.position() - here);
                }
                if (upTo.equals("]")) {
                    break;
                }
                Escapes.Meaning high = escapes.inSet(upTo);
                if (low.code() < 0 || high.code() < low.code()) {
                    throw tokens.error(
                            "bad character range " + token + "-" + upTo,
                            Tokens.length(token) + 1 + Tokens.length(upTo));
                }
            }
        }
        items.add(Kind.OTHER, 1, 1);
    }

    private void repeat(String token, Sequence items) {
        int here = tokens.position();
        long least = token.equals("+") ? 1 : 0;
        long most = token.equals("?") ? 1 : MAX_WIDTH;
        if (token.equals("{")) {
            if ("}".equals(tokens.next())) {
                items.add(Kind.OTHER, 1, 1);
                return;
            }
            String low = tokens.whileIn(Integer.MAX_VALUE, DIGITS);
            String high = tokens.match(",") ? tokens.whileIn(Integer.MAX_VALUE, DIGITS) : low;
            if (!tokens.match("}")) {
                items.add(Kind.OTHER, 1, 1);
                tokens.seek(here);
                return;
            }
            least = low.isEmpty() ? 0 : count(low);
            most = high.isEmpty() ? MAX_WIDTH : count(high);
            if (most < least) {
                throw tokens.error("min repeat greater than max repeat", tokens.position() - here);
            }
        }
        Part item = items.isEmpty() ? null : items.last();
        if (item == null || item.kind() == Kind.PLACE) {
            throw tokens.error("nothing to repeat", tokens.position() - here + 1);
        }
        if (item.kind() == Kind.REPEAT) {
            throw tokens.error("multiple repeat", tokens.position() - here + 1);
        }
        if (!tokens.match("?")) {
            tokens.match("+");
        }
        long longest = item.most() == 0 ? 0 : most >= MAX_WIDTH ? MAX_WIDTH : Math.min(MAX_WIDTH, item.most() * most);
        items.replaceLast(new Part(Kind.REPEAT, Math.min(MAX_WIDTH, item.least() * least), longest));
    }

    private static long count(String digits) {
        if (digits.length() > 9) {
            throw new Wrong("the repetition number is too large");
        }
        return Long.parseLong(digits);
    }

    private void group(Sequence items, boolean isVerbose, int level, boolean first) {
        int start = tokens.position() - 1;
        if (!tokens.match("?")) {
            inside(items, isVerbose, level, start, openGroup(null));
            return;
        }
        String token = tokens.get();
        if (token == null) {
            throw tokens.error("unexpected end of pattern", 0);
        }
        switch (token) {
            case "P" -> named(items, isVerbose, level, start);
            case ":", ">" -> inside(items, isVerbose, level, start, -1);
            case "#" -> {
                do {
                    if (tokens.next() == null) {
                        throw tokens.error("missing ), unterminated comment", tokens.position() - start);
                    }
                } while (!")".equals(tokens.get()));
            }
            case "=", "!", "<" -> lookingAround(token, items, isVerbose, level, start);
            case "(" -> conditional(items, isVerbose, level, start);
            default -> {
                Flags flags = Flags.read(token, tokens);
                if (!flags.isGlobal()) {
                    inside(items, flags.verbose(isVerbose), level, start, -1);
                } else if (first && items.isEmpty()) {
                    verbose = flags.verbose(verbose);
                } else {
                    throw tokens.error("global flags not at the start of the expression", tokens.position() - start);
                }
            }
        }
    }

    private void named(Sequence items, boolean isVerbose, int level, int start) {
        if (tokens.match("<")) {
            String name = tokens.until(">", "group name");
            requireName(name);
            inside(items, isVerbose, level, start, openGroup(name));
        } else if (tokens.match("=")) {
            String name = tokens.until(")", "group name");
            requireName(name);
            Integer group = names.get(name);
            if (group == null) {
                throw tokens.error("unknown group name " + Tokens.quoted(name), Tokens.length(name) + 1);
            }
            if (groups.get(group) == null) {
                throw tokens.error("cannot refer to an open group", Tokens.length(name) + 1);
            }
            reference(group, 0, items);
        } else {
            String token = tokens.get();
            if (token == null) {
                throw tokens.error("unexpected end of pattern", 0);
            }
            throw tokens.error("unknown extension ?P" + token, Tokens.length(token) + 2);
        }
    }

    private void requireName(String name) {
        if (!Tokens.isIdentifier(name)) {
            throw tokens.error("bad character in group name " + Tokens.quoted(name), Tokens.length(name) + 1);
        }
    }

    private void lookingAround(String token, Sequence items, boolean isVerbose, int level, int start) {
        boolean behind = token.equals("<");
        int before = lookbehindGroups;
        if (behind) {
            String which = tokens.get();
            if (which == null) {
                throw tokens.error("unexpected end of pattern", 0);
            }
            if (!which.equals("=") && !which.equals("!")) {
                throw tokens.error("unknown extension ?<" + which, Tokens.length(which) + 2);
            }
            lookbehindGroups = before < 0 ? groups.size() : before;
        }
        Part inner = alternatives(isVerbose, level + 1);
        if (behind) {
            lookbehindGroups = before;
        }
        close(start);
        variableLookbehind |= behind && inner.least() != inner.most();
        items.add(Kind.OTHER, 0, 0);
    }

    private void conditional(Sequence items, boolean isVerbose, int level, int start) {
        String name = tokens.until(")", "group name");
        int length = Tokens.length(name);
        int group;
        if (Tokens.isIdentifier(name)) {
            if (!names.containsKey(name)) {
                throw tokens.error("unknown group name " + Tokens.quoted(name), length + 1);
            }
            group = names.get(name);
        } else {
            if (name.isEmpty() || name.length() > 9 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw tokens.error("bad character in group name " + Tokens.quoted(name), length + 1);
            }
            group = Integer.parseInt(name);
            if (group == 0) {
                throw tokens.error("bad group number", length + 1);
            }
            references.putIfAbsent(group, tokens.position() - length - 1);
        }
        requireBeforeLookbehind(group);
        Sequence yes = sequence(isVerbose, level + 1, false);
        Sequence no = new Sequence();
        if (tokens.match("|")) {
            no = sequence(isVerbose, level + 1, false);
            if ("|".equals(tokens.next())) {
                throw tokens.error("conditional backref with more than two branches", 0);
            }
        }
        close(start);
        items.add(Kind.OTHER, Math.min(yes.least(), no.least()), Math.max(yes.most(), no.most()));
    }

    private int openGroup(@Nullable String name) {
        int group = groups.size();
        groups.add(null);
        if (name != null) {
            Integer other = names.putIfAbsent(name, group);
            if (other != null) {
                throw tokens.error(
                        String.format(
                                Locale.ROOT,
                                "redefinition of group name %s as group %d; was group %d",
                                Tokens.quoted(name),
                                group,
                                other),
                        Tokens.length(name) + 1);
            }
        }
        return group;
    }

    private void inside(Sequence items, boolean isVerbose, int level, int start, int group) {
        Part inner = alternatives(isVerbose, level + 1);
        close(start);
        if (group >= 0) {
            groups.set(group, inner);
        }
        items.add(Kind.OTHER, inner.least(), inner.most());
    }

    private void close(int start) {
        if (!tokens.match(")")) {
            throw tokens.error("missing ), unterminated subpattern", tokens.position() - start);
        }
    }
}
