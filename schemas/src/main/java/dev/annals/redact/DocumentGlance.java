package dev.annals.redact;

import java.util.Arrays;

/** Scans compact JSON for possible secrets without parsing it, because most documents have none and every document is scanned. For one thread. */
final class DocumentGlance {
    private final EventRules rules;

    /** Where texts stand that may name a secret beside them: key and value, from and to. */
    private int[] naming = new int[16];

    private int named;
    private boolean values;

    DocumentGlance(EventRules rules) {
        this.rules = rules;
    }

    /**
     * Whether there is surely nothing to mask in it.
     *
     * @param name under which it stands
     */
    boolean isClean(String json, String name) {
        named = 0;
        values = false;
        KeyKinds.Kind kind = rules.kinds().of(name);
        int keyFrom = 0;
        int keyTo = 0;
        int at = json.indexOf('"');
        while (at >= 0) {
            int from = at + 1;
            int end = endOfText(json, from);
            if (end < 0) {
                return false;
            }
            // In compact JSON a colon right after a text makes it a key.
            if (end + 1 < json.length() && json.charAt(end + 1) == ':') {
                String key = json.substring(from, end);
                kind = rules.kinds().of(key);
                keyFrom = from;
                keyTo = end;
                values |= kind.isValue();
                if (kind.isSecret()
                        || (kind.isFlag() && json.startsWith("true", end + 2))
                        || hasForm(json, from, end)) {
                    return false;
                }
            } else if (!isCleanText(json, from, end, kind)) {
                return false;
            } else if (kind.namesValue()) {
                remember(keyFrom, keyTo, from, end);
            }
            at = json.indexOf('"', end + 1);
        }
        return !isNamed(json);
    }

    /** Where a text ends; -1 when it has escapes, so that it must be parsed. */
    private static int endOfText(String json, int from) {
        for (int i = from; ; i++) {
            char c = json.charAt(i);
            if (c == '"') {
                return i;
            }
            if (c == '\\') {
                return -1;
            }
        }
    }

    private boolean isCleanText(String json, int from, int end, KeyKinds.Kind kind) {
        if (from == end) {
            return true;
        }
        char first = json.charAt(from);
        if (first == '{' || first == '[' || first <= ' ') {
            return false;
        }
        if (kind.isLooked()) {
            int colon = json.indexOf(':', from);
            if (colon >= 0 && colon < end) {
                return false;
            }
        }
        return !hasForm(json, from, end);
    }

    private boolean hasForm(String json, int from, int end) {
        return TextForms.mayHold(json, from, end)
                && !TextForms.find(json.substring(from, end), rules.names()).isEmpty();
    }

    private void remember(int keyFrom, int keyTo, int from, int end) {
        if (named + 4 > naming.length) {
            naming = Arrays.copyOf(naming, naming.length * 2);
        }
        naming[named++] = keyFrom;
        naming[named++] = keyTo;
        naming[named++] = from;
        naming[named++] = end;
    }

    private boolean isNamed(String json) {
        for (int i = 0; i < named; i += 4) {
            String key = json.substring(naming[i], naming[i + 1]);
            String value = json.substring(naming[i + 2], naming[i + 3]);
            if (Forms.isKubernetesSecret(key, value) || (values && Forms.saysSecret(key, value, rules.names()))) {
                return true;
            }
        }
        return false;
    }
}
