package dev.annals.redact;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The forms in which a secret may stand in a text: as it is, escaped for JSON, a URL or HTML, and in hexadecimal or Base64, also in the middle of what was encoded with it. */
final class DerivedForms {
    /** Of a longer value only its own form and those of JSON are looked for. */
    private static final int LONGEST = 4096;

    /** Shorter parts of Base64 occur by chance. */
    private static final int SHORTEST_BASE64 = 7;

    private DerivedForms() {}

    /** All of them; the secret itself first. */
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(secret);
        boolean plain = isPlain(secret);
        if (!plain) {
            String json = json(secret);
            forms.add(json);
            forms.add(json(json));
        }
        if (secret.length() <= LONGEST) {
            if (!plain) {
                escaped(secret, forms);
            }
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            String hex = HexFormat.of().formatHex(bytes);
            forms.add(hex);
            forms.add(hex.toUpperCase(Locale.ROOT));
            base64(bytes, forms);
        }
        return forms;
    }

    /** Whether no encoder escapes any of its characters. */
    private static boolean isPlain(String secret) {
        for (int i = 0; i < secret.length(); i++) {
            if (!isUnreserved(secret.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    private static void escaped(String secret, Set<String> forms) {
        String ascii = ascii(json(secret));
        forms.add(ascii);
        forms.add(lowerEscapes(ascii));
        url(secret, forms);
        String html = secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        forms.add(html);
        for (String apostrophe : new String[] {"&#39;", "&#x27;", "&apos;"}) {
            forms.add(html.replace("'", apostrophe));
        }
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder(text.length());
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.toString();
    }

    /** As encoders write it that escape everything beyond ASCII. */
    private static String ascii(String json) {
        StringBuilder out = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7F) {
                out.append(c);
            } else {
                out.append("\\u").append(HexFormat.of().withUpperCase().toHexDigits(c));
            }
        }
        return out.toString();
    }

    private static String lowerEscapes(String ascii) {
        StringBuilder out = new StringBuilder(ascii);
        for (int i = out.indexOf("\\u"); i >= 0; i = out.indexOf("\\u", i + 1)) {
            for (int j = i + 2; j < Math.min(i + 6, out.length()); j++) {
                out.setCharAt(j, Character.toLowerCase(out.charAt(j)));
            }
        }
        return out.toString();
    }

    private static void url(String secret, Set<String> forms) {
        StringBuilder upper = new StringBuilder();
        for (byte b : secret.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isUnreserved(c)) {
                upper.append(c);
            } else {
                upper.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        String percent = upper.toString();
        forms.add(percent);
        forms.add(lowerPercent(percent));
        forms.add(percent.replace("%20", "+"));
        // What many encoders leave as it is.
        forms.add(percent.replace("%2F", "/").replace("%3A", ":").replace("%40", "@"));
        forms.add(percent.replace("%21", "!")
                .replace("%2A", "*")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")"));
        forms.add(percent.replace("%24", "$")
                .replace("%2C", ",")
                .replace("%3B", ";")
                .replace("%21", "!"));
    }

    private static String lowerPercent(String percent) {
        StringBuilder out = new StringBuilder(percent);
        for (int i = out.indexOf("%"); i >= 0; i = out.indexOf("%", i + 1)) {
            out.setCharAt(i + 1, Character.toLowerCase(out.charAt(i + 1)));
            out.setCharAt(i + 2, Character.toLowerCase(out.charAt(i + 2)));
        }
        return out.toString();
    }

    /** The characters that the secret alone decides, wherever it begins among the groups of three bytes. */
    private static void base64(byte[] secret, Set<String> forms) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            if (to - from >= SHORTEST_BASE64) {
                String sure = text.substring(from, to);
                forms.add(sure);
                forms.add(sure.replace('+', '-').replace('/', '_'));
            } else if (before == 0) {
                forms.add(Base64.getEncoder().encodeToString(secret));
            }
        }
    }
}
