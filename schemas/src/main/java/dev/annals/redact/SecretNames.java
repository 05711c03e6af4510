package dev.annals.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which field names hold secrets.
 *
 * <p>A name is taken apart into words at everything that is no letter or digit, at camel-case borders and between letters and digits, in lower case: {@code sshKeyData2} is ssh, key, data, 2. A pattern is one or more words. A
 * name is secret when a pattern's words stand in it in a row (the last one also in the plural), and
 *
 * <ul>
 *   <li>after them come only numbers or words that still say the value itself, such as {@code password_hash},
 *       {@code token_value}: so {@code token_count}, {@code secret_name} and {@code access_key_id} are not secret;
 *   <li>the name does not begin with a word that makes it a count or a yes or no: {@code has_password},
 *       {@code max_tokens}.
 * </ul>
 *
 * <p>A pattern of one word that begins with {@code *} also matches the end of a longer word: {@code *password} matches
 * {@code userpassword}. {@code secretary} and {@code tokenizer} are words of their own and match nothing. Thread-safe.
 */
public final class SecretNames {
    /** The patterns of a deployment that configures none. */
    public static final List<String> DEFAULTS = List.of(
            "*password",
            "*passwd",
            "*passphrase",
            "pwd",
            "secret",
            "clientsecret",
            "token",
            "accesstoken",
            "api_key",
            "apikey",
            "private_key",
            "privatekey",
            "secret_key",
            "secretkey",
            "access_key",
            "accesskey",
            "signing_key",
            "encryption_key",
            "ssh_key_data",
            "ssh_key_unlock",
            "host_config_key",
            "webhook_key",
            "authorization",
            "bearer",
            "set_cookie");

    /** Words after a secret word that do not make it something else. */
    private static final Set<String> STILL_SECRET = Set.of(
            "hash",
            "value",
            "text",
            "data",
            "plain",
            "plaintext",
            "clear",
            "cleartext",
            "raw",
            "encrypted",
            "base",
            "b",
            "old",
            "new",
            "current",
            "previous",
            "confirm",
            "confirmation",
            "confirmed",
            "again",
            "repeat");

    /** First words of names that say something about a secret, not the secret. */
    private static final Set<String> ABOUT = Set.of(
            "has", "is", "max", "min", "num", "number", "count", "total", "requires", "needs", "with", "without");

    private static final int REMEMBERED = 8192;
    private static final int REMEMBERED_LENGTH = 128;

    private final List<Words> patterns;
    private final Map<String, Boolean> remembered = new ConcurrentHashMap<>();

    private record Words(boolean suffix, List<String> words) {}

    private SecretNames(List<Words> patterns) {
        this.patterns = patterns;
    }

    /**
     * The names that any of the patterns matches.
     *
     * @throws IllegalArgumentException when a pattern has no word, or a star anywhere but before a single word
     */
    public static SecretNames of(List<String> patterns) {
        return new SecretNames(patterns.stream().map(SecretNames::pattern).toList());
    }

    private static Words pattern(String text) {
        boolean suffix = text.startsWith("*");
        List<String> words = words(text);
        if (words.isEmpty() || text.lastIndexOf('*') > 0 || (suffix && words.size() > 1)) {
            throw new IllegalArgumentException("secret name \"" + text
                    + "\": not a pattern (expected: words such as api_key, or *word for the end of a word)");
        }
        return new Words(suffix, words);
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

    private boolean judge(String name) {
        List<String> words = words(name);
        if (words.isEmpty() || (words.size() > 1 && ABOUT.contains(words.get(0)))) {
            return false;
        }
        int last = words.size() - 1;
        while (last > 0 && endsNothing(words.get(last))) {
            last--;
        }
        // Every place where only such words follow may be the end of the secret word itself.
        for (int end = words.size() - 1; end >= last; end--) {
            for (Words pattern : patterns) {
                if (endsAt(words, end, pattern)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean endsNothing(String word) {
        return STILL_SECRET.contains(word) || Character.isDigit(word.charAt(0));
    }

    private static boolean endsAt(List<String> words, int end, Words pattern) {
        int start = end + 1 - pattern.words().size();
        if (start < 0) {
            return false;
        }
        for (int i = start; i <= end; i++) {
            String wanted = pattern.words().get(i - start);
            String word = words.get(i);
            boolean same = word.equals(wanted)
                    || (i == end && word.equals(wanted + "s"))
                    || (pattern.suffix() && (word.endsWith(wanted) || word.endsWith(wanted + "s")));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || !Character.isLetterOrDigit(name.charAt(i))) {
                add(words, name, start, i);
                start = i + 1;
            } else if (i > start && isBorder(name, i)) {
                add(words, name, start, i);
                start = i;
            }
        }
        return words;
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
