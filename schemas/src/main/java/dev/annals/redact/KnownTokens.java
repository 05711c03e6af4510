package dev.annals.redact;

import java.util.List;

/** Tokens that begin with the prefix of a well-known product, such as {@code ghp_}, and the schemes that precede a credential in a header. */
final class KnownTokens {
    /** The schemes of HTTP authentication whose credential follows as it is. */
    private static final List<String> SCHEMES = List.of("bearer ", "basic ");

    /** The prefix of a token, and the least number of characters after it. */
    private record Start(String text, int more) {}

    private static final List<Start> STARTS = List.of(
            new Start("ghp_", 30),
            new Start("gho_", 30),
            new Start("ghu_", 30),
            new Start("ghs_", 30),
            new Start("ghr_", 30),
            new Start("github_pat_", 20),
            new Start("glpat-", 18),
            new Start("gldt-", 18),
            new Start("glrt-", 18),
            new Start("xoxb-", 20),
            new Start("xoxp-", 20),
            new Start("xoxa-", 20),
            new Start("xoxr-", 20),
            new Start("xoxs-", 20),
            new Start("xapp-", 20),
            new Start("sk_live_", 16),
            new Start("rk_live_", 16),
            new Start("sk-ant-", 20),
            new Start("hvs.", 20),
            new Start("hvb.", 20),
            new Start("npm_", 30),
            new Start("pypi-", 40),
            new Start("dop_v1_", 40),
            new Start("AIza", 35),
            new Start("SG.", 40),
            new Start("AGE-SECRET-KEY-", 40),
            new Start("dapi", 32));

    /** The starts by their first character. */
    private static final Start[][] BY_FIRST = byFirst();

    private KnownTokens() {}

    private static Start[][] byFirst() {
        Start[][] byFirst = new Start[128][];
        for (char c : "bBe".toCharArray()) {
            byFirst[c] = new Start[0];
        }
        for (Start start : STARTS) {
            char c = start.text().charAt(0);
            byFirst[c] =
                    STARTS.stream().filter(other -> other.text().charAt(0) == c).toArray(Start[]::new);
        }
        return byFirst;
    }

    /** Whether a token or a scheme can begin with this character. */
    static boolean mayBegin(char c) {
        return c < 128 && BY_FIRST[c] != null;
    }

    /** Whether a token begins here, whose first character {@link #mayBegin} one: cheap, and wrong only by saying yes. */
    static boolean begins(String text, int at) {
        if (text.charAt(at) == 'e') {
            return text.startsWith("eyJ", at);
        }
        for (Start start : BY_FIRST[text.charAt(at)]) {
            if (text.startsWith(start.text(), at)) {
                return true;
            }
        }
        return false;
    }

    /** Where the credential after a scheme begins; 0 when no scheme stands here. */
    static int credential(String text, int at) {
        char c = text.charAt(at);
        if (c != 'b' && c != 'B') {
            return 0;
        }
        for (String scheme : SCHEMES) {
            if (text.regionMatches(true, at, scheme, 0, scheme.length())) {
                int value = at + scheme.length();
                return value < text.length() && text.charAt(value) > ' ' ? value : 0;
            }
        }
        return 0;
    }

    /** Where the token that begins here ends; 0 when there is none. */
    static int end(String text, int at) {
        if (text.startsWith("eyJ", at)) {
            return jwt(text, at);
        }
        if (!mayBegin(text.charAt(at))) {
            return 0;
        }
        for (Start start : BY_FIRST[text.charAt(at)]) {
            if (text.startsWith(start.text(), at)) {
                int end = run(text, at + start.text().length());
                return end - at - start.text().length() >= start.more() ? end : 0;
            }
        }
        return 0;
    }

    /** A JSON web token: three parts, the first and the second JSON in Base64. */
    private static int jwt(String text, int at) {
        int head = word(text, at);
        if (!text.startsWith(".eyJ", head)) {
            return 0;
        }
        int body = word(text, head + 1);
        return body < text.length() && text.charAt(body) == '.' ? word(text, body + 1) : body;
    }

    private static int run(String text, int from) {
        int end = from;
        while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        while (end > from && text.charAt(end - 1) == '.') {
            end--;
        }
        return end;
    }

    private static int word(String text, int from) {
        int end = from;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWord(char c) {
        return TextPlaces.isBase64(c) && c != '+' && c != '/' && c != '=';
    }
}
