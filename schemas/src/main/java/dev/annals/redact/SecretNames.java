package dev.annals.redact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which field names hold secrets.
 *
 * <p>A name is taken apart into {@link NameWords}. It is secret when a pattern's words stand in it in a row (the last one also in the plural) and what follows does not make it
 * something about a secret: {@code token_prod} is secret, {@code token_count} and {@code access_key_id} are not. How much may follow
 * depends on how plainly the pattern says "secret"; see {@link SecretWords}. A name that begins with a word such as {@code has} or {@code max} is not secret.
 *
 * <p>A pattern is words such as {@code api_key}, or {@code *word} for the end of a longer word. After a pattern that ends with {@code +} any word may follow that does not make the name
 * something about a secret; after one that ends with {@code .} none; after any other only words that still say the value itself. Thread-safe.
 */
public final class SecretNames {
    /** The patterns that always apply. */
    public static final List<String> DEFAULTS = SecretWords.PATTERNS;

    private static final int REMEMBERED = 8192;
    private static final int REMEMBERED_LENGTH = 128;

    private final Map<String, List<Pattern>> byLastWord = new HashMap<>();
    private final List<Pattern> ends = new ArrayList<>();
    private final Set<String> whole = new HashSet<>();
    private final Map<String, Boolean> remembered = new ConcurrentHashMap<>();

    private enum Reach {
        ANY_BUT_ABOUT,
        SAME_ONLY,
        NOTHING
    }

    private record Pattern(List<String> words, boolean star, Reach reach) {
        String last() {
            return words.get(words.size() - 1);
        }
    }

    private SecretNames(List<String> patterns) {
        patterns.forEach(this::add);
    }

    /**
     * The names that any of the patterns matches.
     *
     * @throws IllegalArgumentException when a pattern has no word, or a star anywhere but before a single word
     */
    public static SecretNames of(List<String> patterns) {
        return new SecretNames(patterns);
    }

    private void add(String text) {
        boolean star = text.startsWith("*");
        List<String> words = NameWords.of(text);
        if (words.isEmpty() || text.lastIndexOf('*') > 0 || (star && words.size() > 1)) {
            throw new IllegalArgumentException("secret name \"" + text
                    + "\": not a pattern (expected: words such as api_key, or *word for the end of a word)");
        }
        Reach reach = text.endsWith("+") ? Reach.ANY_BUT_ABOUT : text.endsWith(".") ? Reach.NOTHING : Reach.SAME_ONLY;
        Pattern pattern = new Pattern(words, star, reach);
        whole.add(String.join("", words));
        byLastWord.computeIfAbsent(pattern.last(), w -> new ArrayList<>()).add(pattern);
        byLastWord.computeIfAbsent(pattern.last() + "s", w -> new ArrayList<>()).add(pattern);
        if (star) {
            ends.add(pattern);
        }
    }

    /** Whether a value under this name is a secret. */
    public boolean matches(String name) {
        if (name.length() > REMEMBERED_LENGTH) {
            return judge(name);
        }
        Boolean known = remembered.get(name);
        if (known != null) {
            return known;
        }
        boolean secret = judge(name);
        // Names come from outside: the memory is bounded, and full means only slower.
        if (remembered.size() < REMEMBERED) {
            remembered.put(name, secret);
        }
        return secret;
    }

    /** Whether a word is one of the patterns, and not a longer one that holds it. */
    boolean isPattern(String word) {
        return whole.contains(word) || (word.endsWith("s") && whole.contains(word.substring(0, word.length() - 1)));
    }

    /** Whether a number under this secret name only says how many there are: {@code tokens: 3}. */
    static boolean isPlural(String name) {
        List<String> words = NameWords.of(name);
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        return last.endsWith("s") && !last.endsWith("ss");
    }

    private boolean judge(String name) {
        // A name that contains a mark was judged before it was marked; the rest of it says nothing.
        List<String> words = Mark.isIn(name) ? List.of() : NameWords.of(name);
        if (words.isEmpty()) {
            return false;
        }
        if (whole.contains(String.join("", words))) {
            return true;
        }
        if (words.size() > 1 && SecretWords.FIRST.contains(words.get(0))) {
            return false;
        }
        int last = words.size() - 1;
        int about = last;
        while (about >= 0 && !SecretWords.ABOUT.contains(words.get(about))) {
            about--;
        }
        int same = last + 1;
        while (same > 0 && isSame(words.get(same - 1))) {
            same--;
        }
        for (int end = last; end >= 0; end--) {
            if (endsAt(words, end, about, same)) {
                return true;
            }
        }
        return false;
    }

    private boolean endsAt(List<String> words, int end, int about, int same) {
        String word = words.get(end);
        if (isNoToken(words, end)) {
            return false;
        }
        for (Pattern pattern : byLastWord.getOrDefault(word, List.of())) {
            if (reaches(pattern, words, end, about, same) && precedes(pattern, words, end)) {
                return true;
            }
        }
        for (Pattern pattern : ends) {
            if (reaches(pattern, words, end, about, same) && endsWith(word, pattern.last())) {
                return true;
            }
        }
        return word.length() > 4
                && word.endsWith("pass")
                && end + 1 >= same
                && SecretWords.GLUED_PASS.contains(word.substring(0, word.length() - 4));
    }

    /** Whether it is no credential: {@code nextToken} pages through a list, and AWS knows a repeated request by its {@code clientRequestToken}. */
    private static boolean isNoToken(List<String> words, int end) {
        if (end == 0 || !words.get(end).startsWith("token")) {
            return false;
        }
        String before = words.get(end - 1);
        return SecretWords.NO_TOKEN.contains(before)
                || (end > 1 && before.equals("request") && words.get(end - 2).equals("client"));
    }

    /** Whether the words after the pattern still name a secret. */
    private static boolean reaches(Pattern pattern, List<String> words, int end, int about, int same) {
        return switch (pattern.reach()) {
            case ANY_BUT_ABOUT -> end >= about;
            case SAME_ONLY -> end + 1 >= same;
            case NOTHING -> end == words.size() - 1;
        };
    }

    private static boolean precedes(Pattern pattern, List<String> words, int end) {
        int size = pattern.words().size();
        if (end + 1 < size) {
            return false;
        }
        for (int i = 1; i < size; i++) {
            if (!words.get(end - i).equals(pattern.words().get(size - 1 - i))) {
                return false;
            }
        }
        String before = end >= size ? words.get(end - size) : "";
        return switch (pattern.last()) {
            case "pass" -> !SecretWords.NO_PASS.contains(before);
            case "auth" -> !SecretWords.NO_AUTH.contains(before);
            default -> true;
        };
    }

    /** At the end of a longer word, or before a glued word that changes nothing: {@code userpassword}, {@code tokenprod}; not {@code tokenizer}. */
    private static boolean endsWith(String word, String end) {
        int at = word.lastIndexOf(end);
        return at >= 0 && (at + end.length() == word.length() || isSame(word.substring(at + end.length())));
    }

    private static boolean isSame(String word) {
        return SecretWords.SAME.contains(word) || Character.isDigit(word.charAt(0));
    }
}
