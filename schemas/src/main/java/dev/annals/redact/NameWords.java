package dev.annals.redact;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a field name in lower case: taken apart at everything that is no letter or digit, at camel-case borders and between letters and digits. */
final class NameWords {
    private NameWords() {}

    /** The words; {@code sshKeyData2} is ssh, key, data, 2. */
    static List<String> of(String name) {
        String plain = plain(name);
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= plain.length(); i++) {
            if (i == plain.length() || !Character.isLetterOrDigit(plain.charAt(i))) {
                add(words, plain, start, i);
                start = i + 1;
            } else if (i > start && isBorder(plain, i)) {
                add(words, plain, start, i);
                start = i;
            }
        }
        return words;
    }

    /** Full-width letters as usual ones, and nothing that cannot be seen: what looks like a name is that name. */
    static String plain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > '~') {
                String normal = Normalizer.normalize(name, Normalizer.Form.NFKC);
                StringBuilder seen = new StringBuilder(normal.length());
                normal.codePoints()
                        .filter(c -> Character.getType(c) != Character.FORMAT
                                && !(c >= 0xFE00 && c <= 0xFE0F)
                                && c != 0x034F
                                && c != 0x115F
                                && c != 0x1160
                                && c != 0x3164)
                        .forEach(seen::appendCodePoint);
                return seen.toString();
            }
        }
        return name;
    }

    private static void add(List<String> words, String name, int start, int end) {
        if (end > start) {
            words.add(name.substring(start, end).toLowerCase(Locale.ROOT));
        }
    }

    /** Between lower and upper case, before the last capital of a row of them (APIKey), between letters and digits. */
    private static boolean isBorder(String name, int i) {
        char before = name.charAt(i - 1);
        char here = name.charAt(i);
        if (Character.isDigit(before) != Character.isDigit(here)) {
            return true;
        }
        if (!Character.isUpperCase(here)) {
            return false;
        }
        return !Character.isUpperCase(before) || (i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1)));
    }
}
