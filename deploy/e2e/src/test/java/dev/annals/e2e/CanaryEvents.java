package dev.annals.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events with a secret in every form, and the same secret in every field that an event has. Every secret begins with {@link #CANARY}, or is a number that begins with {@link #NUMBER}, so that one search finds any of them.
 */
final class CanaryEvents {
    static final String CANARY = "Can4ryXq";
    static final String NUMBER = "73164082";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What stands in a document so that the canary is secret there; {@code «»} is the canary. */
    private static final Map<String, String> IN_DOCUMENTS = new LinkedHashMap<>();

    /** Texts that give the canary away by their form alone. */
    private static final List<String> IN_TEXTS = List.of(
            "https://bob:«»@example.org/x",
            "GET https://example.org/a?page=1&access_token=«»",
            "Authorization: Bearer «»",
            "used Bearer «» for it",
            "DB_PASSWORD=«»",
            "run --token «» now",
            "x $encrypted$«» y",
            "{\"user\":\"bob\",\"password\":\"«»\"}",
            "broken {\"password\": \"«»\"",
            "-----BEGIN PRIVATE KEY-----«»-----END PRIVATE KEY-----",
            "<password>«»</password>");

    static {
        IN_DOCUMENTS.put("name", "{'db_password':'«»'}");
        IN_DOCUMENTS.put("nested", "{'a':[{'b':{'clientSecret':['x','«»']}}]}");
        IN_DOCUMENTS.put("full width", "{'ｐａｓｓｗｏｒｄ':'«»','tok\u200ben':'«»'}");
        IN_DOCUMENTS.put("encrypted", "{'x':'see $encrypted$«»'}");
        IN_DOCUMENTS.put("url", "{'x':'git+https://bob:«»@example.org/r.git'}");
        IN_DOCUMENTS.put("bearer", "{'x':'Bearer «»'}");
        IN_DOCUMENTS.put("pem", "{'x':'-----BEGIN RSA PRIVATE KEY-----\\n«»\\n-----END RSA PRIVATE KEY-----'}");
        IN_DOCUMENTS.put("pair", "{'env':[{'name':'DB_PASSWORD','value':'«»'}]}");
        IN_DOCUMENTS.put("secret", "{'kind':'Secret','data':{'x':'«b64»'},'stringData':{'y':'«»'}}");
        IN_DOCUMENTS.put("json", "{'extra_data':'{\\'secret\\':\\'«»\\'}'}");
        IN_DOCUMENTS.put("yaml", "{'extra_vars':'---\\na: b\\nvault_pass: «»\\n'}");
        IN_DOCUMENTS.put("no yaml", "{'extra_vars':'password: «»\\n\\t{{ x'}");
        IN_DOCUMENTS.put("credential", "{'inputs':{'username':'«»','host':'x'}}");
        IN_DOCUMENTS.put("pointer", "{'pin/s':{'~':'«»'}}");
        IN_DOCUMENTS.put("key", "{'tokens':['«»'],'by':{'«»':1}}");
        IN_DOCUMENTS.put("number", "{'passcode':«number»,'copy':«number»}");
    }

    private int made;

    /** Fresh events, each with canaries of its own. */
    List<ObjectNode> events(String way) throws Exception {
        List<ObjectNode> events = new ArrayList<>();
        for (Map.Entry<String, String> form : IN_DOCUMENTS.entrySet()) {
            String document = form.getValue();
            String type = form.getKey().equals("credential") ? "credential" : "team";
            String first = canary();
            String second = canary();
            ObjectNode created = everywhere(way, type, first);
            created.set("after", JSON.readTree(filled(document, first)));
            ObjectNode edited = everywhere(way, type, second);
            edited.set("before", JSON.readTree(filled(document, first)));
            edited.set("after", JSON.readTree(filled(document, second)));
            ObjectNode patched = everywhere(way, type, canaryOf(edited));
            patched.set("patch", JSON.readTree(filled(document, canaryOf(edited))));
            ObjectNode pairs = everywhere(way, type, first);
            ObjectNode changes = pairs.putObject("changes");
            JSON.readTree(filled(document, first))
                    .properties()
                    .forEach(field -> changes.putArray(field.getKey()).addNull().add(field.getValue()));
            if (form.getKey().equals("secret")) {
                // A pair alone does not say that it belongs to a Secret; the type does.
                ((ObjectNode) pairs.get("object")).put("type", "v1/secrets");
                ((ObjectNode) patched.get("object")).put("type", "secret");
            }
            ObjectNode deleted = everywhere(way, type, second);
            deleted.put("operation", "delete").set("before", JSON.readTree(filled(document, second)));
            events.addAll(List.of(created, edited, patched, pairs, deleted));
        }
        for (String text : IN_TEXTS) {
            events.add(inTexts(way, text));
        }
        return events;
    }

    /** What is refused as no event, each with a canary where a name belongs or in its id. */
    List<String> refused(String way) throws Exception {
        ObjectNode top = skeleton(way, "team");
        top.put(canary() + "password", "x");
        ObjectNode bearer = skeleton(way, "team");
        bearer.putObject("actor").put("id", "1").put("Bearer " + canary(), "x");
        ObjectNode pair = skeleton(way, "team");
        pair.putObject("changes").put(canary(), 1);
        ObjectNode label = skeleton(way, "team");
        label.putObject("labels").put("password=" + canary(), 1);
        ObjectNode id = skeleton(way, "team");
        id.put("id", "https://bob:" + canary() + "@example.org")
                .put("source", "Bearer " + canary())
                .put("snapshot", "x");
        return List.of(top.toString(), bearer.toString(), pair.toString(), label.toString(), id.toString());
    }

    String canary() {
        made++;
        return CANARY + "%04d".formatted(made);
    }

    private static String canaryOf(ObjectNode event) {
        return event.path("message").asText().split(" ")[1];
    }

    private static String number(String canary) {
        return NUMBER + canary.substring(CANARY.length());
    }

    private static String filled(String text, String canary) {
        return text.replace("'", "\"")
                .replace("«b64»", Base64.getEncoder().encodeToString(canary.getBytes(UTF_8)))
                .replace("«number»", number(canary))
                .replace("«»", canary);
    }

    /** An event in which the canary stands in every field, but is not secret by that. */
    private ObjectNode everywhere(String way, String type, String canary) {
        String all = canary + " " + URLEncoder.encode(canary, UTF_8) + " "
                + Base64.getEncoder().encodeToString(("bob:" + canary).getBytes(UTF_8)) + " " + number(canary);
        ObjectNode event = skeleton(way, type);
        texts(event, canary, all);
        event.put("message", "is " + all);
        event.putObject("labels").put("label", all).put(canary, "v");
        event.put("commit_id", "c-" + canary).put("service_id", "s-" + canary).put("traceparent", canary);
        event.putArray("sensitive").add("/pin~1s/~0").add("/after/pin~1s").add("/patch/pin~1s/~0");
        // The number is secret only where its form says so; here it is told.
        event.putObject("presentation")
                .put("name", all)
                .put("text", all)
                .put("icon", all)
                .put("log_level", all)
                .putObject("data")
                .put("x", all)
                .put("passcode", number(canary))
                .put("password", canary)
                .put(canary, 1);
        return event;
    }

    private ObjectNode inTexts(String way, String text) {
        ObjectNode event = skeleton(way, "team");
        texts(event, text.replace("«»", canary()), text.replace("«»", canary()));
        event.put("message", text.replace("«»", canary()));
        event.putObject("labels").put("label", text.replace("«»", canary())).put("api_key", canary());
        event.putObject("after")
                .put("t", text.replace("«»", canary()))
                .putArray("l")
                .add(text.replace("«»", canary()));
        event.putObject("presentation")
                .put("name", text.replace("«»", canary()))
                .put("text", text.replace("«»", canary()))
                .putObject("data")
                .put("x", text.replace("«»", canary()));
        return event;
    }

    private ObjectNode skeleton(String way, String type) {
        ObjectNode event = JSON.createObjectNode();
        made++;
        event.put("id", way + "-" + made).put("source", "test").put("time", "2026-01-31T12:00:00Z");
        event.putObject("object").put("type", type).put("id", "o-" + made);
        return event;
    }

    private static void texts(ObjectNode event, String id, String text) {
        ObjectNode object = (ObjectNode) event.get("object");
        object.put("name", text).put("url", text).putObject("summary").put("x", text);
        event.putObject("object2")
                .put("type", "t")
                .put("id", id)
                .put("name", text)
                .put("url", text)
                .putObject("summary")
                .put("x", text);
        event.putArray("related")
                .addObject()
                .put("type", "t")
                .put("id", id)
                .put("name", text)
                .put("role", "r " + text)
                .putObject("summary")
                .put("x", text);
        event.putObject("actor")
                .put("id", id)
                .put("name", text)
                .put("username", text)
                .put("first_name", text)
                .put("last_name", text);
        event.put("node", text)
                .put("relationship", text)
                .put("verb", text)
                .put("what", text)
                .put("description", text)
                .put("ip_address", text.length() > 120 ? id : text);
        event.putObject("execution")
                .put("id", id)
                .put("name", text)
                .put("kind", text)
                .put("state", text);
    }
}
