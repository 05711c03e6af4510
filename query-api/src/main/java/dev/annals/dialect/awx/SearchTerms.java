package dev.annals.dialect.awx;

import java.util.ArrayList;
import java.util.List;

/** Splits a search into its terms: by white space and commas, with phrases in single or double quotes kept together. */
final class SearchTerms {
    private SearchTerms() {}

    static List<String> of(String text) {
        List<String> terms = new ArrayList<>();
        StringBuilder term = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = c == '"' || c == '\'' ? text.indexOf(c, i + 1) : -1;
            if (end > 0 && term.isEmpty()) {
                add(terms, new StringBuilder(text.substring(i + 1, end)));
                i = end + 1;
            } else {
                if (Character.isWhitespace(c) || c == ',') {
                    add(terms, term);
                } else {
                    term.append(c);
                }
                i++;
            }
        }
        add(terms, term);
        return terms;
    }

    private static void add(List<String> terms, StringBuilder term) {
        String text = term.toString().strip();
        if (!text.isEmpty()) {
            terms.add(text);
        }
        term.setLength(0);
    }
}
