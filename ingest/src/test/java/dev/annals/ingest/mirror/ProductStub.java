package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.annals.model.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A product's API over a list of records: pages as AWX and SD Elements have them, offsets as Puppet has them. */
final class ProductStub implements AutoCloseable {
    final List<JsonNode> records = new ArrayList<>();
    volatile boolean away;
    private final HttpServer server;
    private final boolean newestFirst;

    ProductStub(boolean newestFirst) throws IOException {
        this.newestFirst = newestFirst;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    ProductApi api() {
        return new ProductApi(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "Authorization", "Bearer ", null);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] sides = pair.split("=", 2);
            query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        byte[] body = (exchange.getRequestURI().getPath().contains("/v2/events") ? commits(query) : page(query))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(away ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ObjectNode page(Map<String, String> query) {
        long after = Long.parseLong(query.getOrDefault("id__gt", "0"));
        List<JsonNode> found = new ArrayList<>(
                records.stream().filter(r -> r.path("id").asLong() > after).toList());
        if (newestFirst) {
            java.util.Collections.reverse(found);
        }
        int size = Integer.parseInt(query.get("page_size"));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int end = Math.min(found.size(), page * size);
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("count", found.size());
        answer.put(
                "next", end == found.size() ? null : "?page_size=" + size + "&id__gt=" + after + "&page=" + (page + 1));
        ArrayNode results = answer.putArray("results");
        found.subList(Math.min(end, (page - 1) * size), end).forEach(results::add);
        return answer;
    }

    private ObjectNode commits(Map<String, String> query) {
        List<JsonNode> found = records.stream()
                .filter(r -> r.path("service").asText().equals(query.get("service_id")))
                .toList();
        int offset = Integer.parseInt(query.get("offset"));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode commits = answer.putArray("commits");
        found.subList(
                        Math.min(found.size(), offset),
                        Math.min(found.size(), offset + Integer.parseInt(query.get("limit"))))
                .forEach(commits::add);
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
