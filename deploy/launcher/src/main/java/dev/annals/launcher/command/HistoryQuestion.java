package dev.annals.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.QueryString;
import dev.annals.launcher.Problem;
import dev.annals.model.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A question about history that a command puts to a running service. */
final class HistoryQuestion {
    @Mixin
    private final ServiceClient service = new ServiceClient();

    @Option(names = "--tenant", paramLabel = "T", description = "The tenant (default: that of the token, or default).")
    private @Nullable String tenant;

    @Option(names = "--json", description = "Print the answer as it is.")
    private boolean json;

    /** Whether the answer is to be printed as it is. */
    boolean isJson() {
        return json;
    }

    /** The answer as it came. */
    String ask(Terminal terminal, String path) {
        ServiceClient.Answer answer = service.get(terminal.environment(), path, tenant);
        if (!answer.isGood()) {
            throw answer.refusal();
        }
        return answer.body();
    }

    /** The answer as a tree. */
    static JsonNode tree(String answer) {
        try {
            return Json.tree(answer);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new Problem("the answer is not JSON; is the URL that of Annals?", e);
        }
    }

    /** The path of an object, below which its history is. */
    static String object(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new Problem("'" + text + "' is no object (expected: TYPE/ID, such as team/42; percent-encode what is"
                    + " special)");
        }
        return "/annals/v1/objects/" + QueryString.encodeSegment(decoded(text.substring(0, slash))) + "/"
                + QueryString.encodeSegment(decoded(text.substring(slash + 1)));
    }

    /** Text without its percent-encoding. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '%') {
                bytes.write(utf8[i]);
                continue;
            }
            int high = i + 2 < utf8.length ? Character.digit(utf8[i + 1], 16) : -1;
            int low = i + 2 < utf8.length ? Character.digit(utf8[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new Problem("'" + text + "' has a percent sign that is not part of an encoding (expected: %25 for"
                        + " the sign itself)");
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** An actor as people read it. */
    static String actor(JsonNode actor) {
        if (!actor.isObject()) {
            return "system";
        }
        String name = actor.path("username").asText(actor.path("name").asText());
        String id = actor.path("type").asText() + " " + actor.path("id").asText();
        return name.isEmpty() ? id : name + " (" + id + ")";
    }

    /** An object as people read it. */
    static String named(JsonNode object) {
        String name = object.path("name").asText();
        String id = object.path("id").asText();
        return object.path("type").asText() + "/" + id + (name.isEmpty() || name.equals(id) ? "" : " \"" + name + "\"");
    }

    /** The parameters of a question; those that are not given are left out. */
    static final class Parameters {
        private final List<String> parameters = new ArrayList<>();

        Parameters with(String name, @Nullable Object value) {
            if (value != null) {
                parameters.add(name + "=" + QueryString.encode(value.toString()));
            }
            return this;
        }

        @Override
        public String toString() {
            return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        }
    }
}
