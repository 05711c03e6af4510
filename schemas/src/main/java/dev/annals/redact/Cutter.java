package dev.annals.redact;

import dev.annals.redact.TextForms.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the masked values of one event, and what they are turned into by encoding, in texts: an Aho-Corasick automaton over the first {@value #ANCHOR} characters of each, so that a text is
 * searched for all of them in one pass, in time linear in its length. For one thread.
 */
final class Cutter {
    private static final int ANCHOR = 64;

    /** With more secrets than the first bound, their encoded forms are not searched for; with more characters than the second, every text is masked whole. */
    private static final int MOST_ENCODED = 1000;

    private static final int MOST_CHARACTERS = 4_000_000;

    /** Up to this many secrets are found faster one by one. */
    private static final int FEW = 16;

    private record Needle(String text, boolean distinct) {}

    private final List<Needle> needles = new ArrayList<>();
    /** Built when the first text may contain a secret, because most events repeat none. */
    private @Nullable Automaton automaton;

    private int characters;
    private boolean overflow;

    private Cutter() {}

    static Cutter of(Collection<String> secrets) {
        Cutter cutter = new Cutter();
        int encoded = 0;
        for (String secret : secrets) {
            boolean distinct = Secrets.isDistinct(secret) && !Secrets.isDigits(secret, 0);
            if (encoded++ < MOST_ENCODED) {
                for (String form : DerivedForms.of(secret)) {
                    cutter.add(new Needle(form, form.equals(secret) ? distinct : Secrets.isDistinct(form)));
                }
            } else {
                cutter.add(new Needle(secret, distinct));
            }
        }
        return cutter;
    }

    private void add(Needle needle) {
        characters += Math.min(needle.text().length(), ANCHOR);
        if (characters > MOST_CHARACTERS) {
            overflow = true;
        } else {
            needles.add(needle);
        }
    }

    private static String anchor(Needle needle) {
        String text = needle.text();
        return text.length() <= ANCHOR ? text : text.substring(0, ANCHOR);
    }

    /** Whether a value may be in a text: wrong only by saying yes. */
    boolean mayTouch(String text) {
        if (overflow) {
            return true;
        }
        if (needles.size() > FEW) {
            return automaton().search(text, (needle, end) -> true);
        }
        for (Needle needle : needles) {
            if (text.contains(anchor(needle))) {
                return true;
            }
        }
        return false;
    }

    private Automaton automaton() {
        Automaton made = automaton;
        if (made == null) {
            made = new Automaton();
            for (int i = 0; i < needles.size(); i++) {
                made.add(anchor(needles.get(i)), i);
            }
            made.link();
            automaton = made;
        }
        return made;
    }

    /** The parts of a text that are to be cut, in order and apart from each other. */
    List<Range> find(String text, boolean distinctOnly) {
        if (overflow) {
            return Mark.isMark(text) || text.isEmpty() ? List.of() : List.of(new Range(0, text.length()));
        }
        if (!mayTouch(text)) {
            return List.of();
        }
        Parts parts = new Parts(text, distinctOnly);
        automaton().search(text, parts::take);
        return parts.ranges;
    }

    /** Collects the parts that were found and merges overlapping ones. */
    private final class Parts {
        private final String text;
        private final boolean distinctOnly;
        private final List<Range> ranges = new ArrayList<>();

        Parts(String text, boolean distinctOnly) {
            this.text = text;
            this.distinctOnly = distinctOnly;
        }

        boolean take(int index, int endOfAnchor) {
            Needle needle = needles.get(index);
            int length = needle.text().length();
            int start = endOfAnchor - Math.min(length, ANCHOR);
            int end = length <= ANCHOR ? endOfAnchor : endOfLong(needle.text(), start);
            if (!needle.distinct() && (distinctOnly || !isWord(start, end))) {
                return false;
            }
            while (!ranges.isEmpty() && ranges.get(ranges.size() - 1).end() > start) {
                Range last = ranges.remove(ranges.size() - 1);
                start = Math.min(start, last.start());
                end = Math.max(end, last.end());
            }
            ranges.add(new Range(start, end));
            return false;
        }

        /**
         * How far a text agrees with a long value, of which parts are cut, too. Text that is cut already is not compared again, so that all comparisons
         * together are linear.
         */
        private int endOfLong(String needle, int start) {
            int covered = ranges.isEmpty() ? 0 : ranges.get(ranges.size() - 1).end();
            int at = Math.max(ANCHOR, covered - start);
            while (at < needle.length() && start + at < text.length() && needle.charAt(at) == text.charAt(start + at)) {
                at++;
            }
            return Math.min(start + Math.min(at, needle.length()), text.length());
        }

        private boolean isWord(int start, int end) {
            return (start == 0 || !joins(text.charAt(start - 1), text.charAt(start)) || isEscape(start))
                    && (end == text.length() || !joins(text.charAt(end - 1), text.charAt(end)));
        }

        private boolean joins(char left, char right) {
            return (Character.isDigit(left) && Character.isDigit(right))
                    || (Character.isLetter(left) && Character.isLetter(right));
        }

        /** Whether what stands before it is the end of an escape: {@code %20}, {@code \n}. */
        private boolean isEscape(int start) {
            return (start >= 3 && text.charAt(start - 3) == '%')
                    || (start >= 2 && text.charAt(start - 2) == '\\')
                    || (start >= 6 && text.charAt(start - 6) == '\\' && text.charAt(start - 5) == 'u');
        }
    }
}
