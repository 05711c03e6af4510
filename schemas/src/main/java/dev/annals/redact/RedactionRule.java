package dev.annals.redact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the documents of objects whose values are masked.
 *
 * <p>Written as {@code $.inputs.*} for objects of any type or {@code credential:$.inputs} for one type. After {@code $} come steps: {@code .name}
 * or {@code ['any name']} for a member or an element by its index, {@code .*} or {@code [*]} for all of them, {@code .**} for any
 * number of levels. The whole value at the place is masked; {@code $} alone masks every member of the document.
 *
 * @param type the type of the objects it is for; {@code null} for all
 */
public record RedactionRule(@Nullable String type, List<Step> path) {

    /** One step down. */
    public record Step(@Nullable String name, boolean deep) {
        static final Step ANY = new Step(null, false);
        static final Step DEEP = new Step(null, true);

        boolean matches(String key) {
            return name == null || name.equals(key);
        }
    }

    public RedactionRule {
        path = path.isEmpty() ? List.of(Step.ANY) : List.copyOf(path);
    }

    /**
     * The rule in a line of configuration.
     *
     * @throws IllegalArgumentException when it is no rule; the message says where it stops being one
     */
    public static RedactionRule parse(String text) {
        int dollar = text.indexOf('$');
        if (dollar < 0 || (dollar > 0 && (dollar < 2 || text.charAt(dollar - 1) != ':'))) {
            throw broken(text, Math.max(dollar, 0), "$ or type:$");
        }
        String type = dollar == 0 ? null : text.substring(0, dollar - 1);
        List<Step> steps = new ArrayList<>();
        int at = dollar + 1;
        while (at < text.length()) {
            at = text.charAt(at) == '[' ? bracket(text, at, steps) : dotted(text, at, steps);
        }
        return new RedactionRule(type, steps);
    }

    boolean isFor(String objectType) {
        return type == null || type.equals(objectType);
    }

    private static int dotted(String text, int dot, List<Step> steps) {
        if (text.charAt(dot) != '.') {
            throw broken(text, dot, ". or [");
        }
        int end = dot + 1;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        String name = text.substring(dot + 1, end);
        if (name.isEmpty() || (name.contains("*") && !name.equals("*") && !name.equals("**"))) {
            throw broken(text, dot + 1, "a name, * or **");
        }
        steps.add(name.equals("*") ? Step.ANY : name.equals("**") ? Step.DEEP : new Step(name, false));
        return end;
    }

    private static int bracket(String text, int open, List<Step> steps) {
        boolean quoted = text.startsWith("['", open);
        int close = text.indexOf(quoted ? "']" : "]", open + 1);
        if (close < 0) {
            throw broken(text, open, "[*], [0] or ['name']");
        }
        String name = text.substring(open + (quoted ? 2 : 1), close);
        if (!quoted && !name.equals("*") && !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw broken(text, open, "[*], [0] or ['name']");
        }
        steps.add(!quoted && name.equals("*") ? Step.ANY : new Step(name, false));
        return close + (quoted ? 2 : 1);
    }

    private static IllegalArgumentException broken(String text, int at, String expected) {
        return new IllegalArgumentException("redaction rule \"" + text + "\": not a path at character " + (at + 1)
                + " (expected: " + expected + ")");
    }
}
