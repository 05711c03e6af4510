package dev.annals.redact;

import java.util.Arrays;

/** An Aho-Corasick automaton: finds all of many words in one pass over a text. Marks in the text are passed over. For one thread. */
final class Automaton {
    /** Is called for each word that was found, with the place after it; returns true to stop. */
    interface Visitor {
        boolean found(int word, int end);
    }

    private static final int ROOT = 0;
    private static final int NONE = -1;

    private int size = 1;
    private int[] parent = new int[64];
    private char[] by = new char[64];
    private int[] fail = new int[64];
    private int[] word = new int[64];
    private int[] nextWord = new int[16];
    private int[] nextWithWord = new int[64];
    private long[] keys = new long[128];
    private int[] targets = new int[128];
    private final boolean[] first = new boolean[128];

    Automaton() {
        word[ROOT] = NONE;
    }

    int size() {
        return size;
    }

    /** Words are numbered by the caller, from 0 without gaps; the same word may come twice. */
    void add(String text, int number) {
        int state = ROOT;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int next = step(state, c);
            state = next == NONE ? grow(state, c) : next;
        }
        char begin = text.charAt(0);
        if (begin < first.length) {
            first[begin] = true;
        }
        if (number >= nextWord.length) {
            nextWord = Arrays.copyOf(nextWord, nextWord.length * 2);
        }
        nextWord[number] = word[state];
        word[state] = number;
    }

    private int grow(int state, char c) {
        if (size == parent.length) {
            int length = size * 2;
            parent = Arrays.copyOf(parent, length);
            by = Arrays.copyOf(by, length);
            fail = Arrays.copyOf(fail, length);
            word = Arrays.copyOf(word, length);
            nextWithWord = Arrays.copyOf(nextWithWord, length);
        }
        parent[size] = state;
        by[size] = c;
        word[size] = NONE;
        put(state, c, size);
        return size++;
    }

    /** Makes it ready to search. States further from the root come later only in breadth-first order, which this finds. */
    void link() {
        int[] depth = new int[size];
        int deepest = 0;
        for (int state = 1; state < size; state++) {
            depth[state] = depth[parent[state]] + 1; // a parent is always older
            deepest = Math.max(deepest, depth[state]);
        }
        int[] starts = new int[deepest + 2];
        for (int state = 0; state < size; state++) {
            starts[depth[state] + 1]++;
        }
        for (int d = 1; d < starts.length; d++) {
            starts[d] += starts[d - 1];
        }
        int[] order = new int[size];
        for (int state = 0; state < size; state++) {
            order[starts[depth[state]]++] = state;
        }
        for (int i = 1; i < size; i++) {
            int state = order[i];
            int target = ROOT;
            if (depth[state] > 1) {
                target = follow(fail[parent[state]], by[state]);
            }
            fail[state] = target;
            nextWithWord[state] = word[target] != NONE ? target : nextWithWord[target];
        }
    }

    /** Tells of all words in a text in the order of their ends; true when the visitor stopped it. */
    boolean search(String text, Visitor visitor) {
        int state = ROOT;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[') {
                int end = Mark.endOfMark(text, i);
                if (end > 0) {
                    state = ROOT;
                    i = end - 1;
                    continue;
                }
            }
            if (state == ROOT && c < first.length && !first[c]) {
                continue;
            }
            state = follow(state, c);
            for (int at = word[state] != NONE ? state : nextWithWord[state]; at != ROOT; at = nextWithWord[at]) {
                for (int number = word[at]; number != NONE; number = nextWord[number]) {
                    if (visitor.found(number, i + 1)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private int follow(int from, char c) {
        int state = from;
        int next = step(state, c);
        while (next == NONE && state != ROOT) {
            state = fail[state];
            next = step(state, c);
        }
        return next == NONE ? ROOT : next;
    }

    /** A hash table of transitions with open addressing. 0 marks an empty slot: no transition has the key 0. */
    private int step(int state, char c) {
        long key = key(state, c);
        int mask = keys.length - 1;
        for (int slot = slot(key, mask); keys[slot] != 0; slot = (slot + 1) & mask) {
            if (keys[slot] == key) {
                return targets[slot];
            }
        }
        return NONE;
    }

    private void put(int state, char c, int target) {
        if (size * 2 > keys.length) {
            long[] old = keys;
            int[] oldTargets = targets;
            keys = new long[old.length * 2];
            targets = new int[old.length * 2];
            for (int i = 0; i < old.length; i++) {
                if (old[i] != 0) {
                    insert(old[i], oldTargets[i]);
                }
            }
        }
        insert(key(state, c), target);
    }

    private void insert(long key, int target) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (keys[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        targets[slot] = target;
    }

    private static long key(int state, char c) {
        return ((long) state << 16 | c) + 1;
    }

    private static int slot(long key, int mask) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & mask;
    }
}
