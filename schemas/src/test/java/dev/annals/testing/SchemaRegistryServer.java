package dev.annals.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A schema registry in memory that speaks as much of Confluent's REST API as serializers use: enough to be away, to forget and to refuse when a test says so. */
public final class SchemaRegistryServer implements AutoCloseable {
    private static final Pattern BY_ID = Pattern.compile("/schemas/ids/(\\d+)");
    private static final Pattern LATEST = Pattern.compile("/subjects/([^/]+)/versions/(latest|\\d+)");
    private static final Pattern VERSIONS = Pattern.compile("/subjects/([^/]+)/versions");
    private static final Pattern SUBJECT = Pattern.compile("/subjects/([^/]+)");

    private final HttpServer server;
    private final Map<Integer, ObjectNode> schemas = new TreeMap<>();
    private final Map<String, List<Integer>> subjects = new TreeMap<>();
    private final List<String> requests = new ArrayList<>();
    private int nextId = 1;
    private volatile int status;
    private volatile String authorization = "";

    public SchemaRegistryServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("a registry for tests could not listen", e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers everything with a status, without a body of a registry; 0 for answers again. */
    public void answerOnly(int everything) {
        status = everything;
    }

    /** Lets in only those with this Authorization header. */
    public void require(String header) {
        authorization = header;
    }

    /** Puts a schema under an id. */
    public synchronized void put(int id, String schema) {
        put(id, new ObjectMapper().createObjectNode().put("schema", schema));
    }

    /** Forgets what an id stands for. */
    public synchronized void remove(int id) {
        schemas.remove(id);
    }

    /** Puts the answer for an id. */
    public synchronized void put(int id, ObjectNode answer) {
        schemas.put(id, answer);
        nextId = Math.max(nextId, id + 1);
    }

    /** Puts a schema under a subject; its id. */
    public synchronized int register(String subject, JsonNode schema) {
        List<Integer> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        int id = schemas.entrySet().stream()
                .filter(entry -> entry.getValue().path("schema").equals(schema.path("schema")))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> {
                    schemas.put(nextId, (ObjectNode) schema);
                    return nextId++;
                });
        if (!versions.contains(id)) {
            versions.add(id);
        }
        return id;
    }

    /** Method and path of each request so far. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        synchronized (this) {
            requests.add(exchange.getRequestMethod() + " " + path);
        }
        if (status != 0) {
            answer(exchange, status, "<html>nobody is here</html>");
        } else if (!authorization.isEmpty()
                && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
        } else {
            synchronized (this) {
                route(exchange, path, body);
            }
        }
    }

    private void route(HttpExchange exchange, String path, byte[] body) throws IOException {
        boolean post = exchange.getRequestMethod().equals("POST");
        Matcher byId = BY_ID.matcher(path);
        Matcher version = LATEST.matcher(path);
        Matcher versions = VERSIONS.matcher(path);
        Matcher subject = SUBJECT.matcher(path);
        if (byId.matches()) {
            ObjectNode found = schemas.get(Integer.parseInt(byId.group(1)));
            answer(
                    exchange,
                    found == null ? 404 : 200,
                    found == null ? error(40403, "Schema not found") : found.toString());
        } else if (version.matches()) {
            List<Integer> ids = subjects.getOrDefault(version.group(1), List.of());
            int place = version.group(2).equals("latest") ? ids.size() : Integer.parseInt(version.group(2));
            if (place < 1 || place > ids.size()) {
                answer(exchange, 404, error(40401, "Subject not found"));
            } else {
                int id = ids.get(place - 1);
                answer(exchange, 200, schemas.get(id).deepCopy().put("id", id).toString());
            }
        } else if (versions.matches() && post) {
            int id = register(versions.group(1), new ObjectMapper().readTree(body));
            answer(exchange, 200, "{\"id\":" + id + "}");
        } else if (subject.matches() && post) {
            JsonNode asked = new ObjectMapper().readTree(body).path("schema");
            for (int id : subjects.getOrDefault(subject.group(1), List.of())) {
                if (schemas.get(id).path("schema").equals(asked)) {
                    answer(
                            exchange,
                            200,
                            schemas.get(id).deepCopy().put("id", id).toString());
                    return;
                }
            }
            answer(exchange, 404, error(40403, "Schema not found"));
        } else {
            answer(exchange, 404, "<html>no such page</html>");
        }
    }

    private static String error(int code, String message) {
        return "{\"error_code\":" + code + ",\"message\":\"" + message + "\"}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
