package dev.annals.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON for every request, those that Jetty refuses by itself included. Tokens in a query string are masked: Puppet's
 * clients may send theirs there.
 */
final class AccessLog implements RequestLog {
    /** Logs at level INFO, so that a deployment sends it wherever it wants. */
    static final String LOGGER = "dev.annals.access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final String DESCRIPTION = AccessLog.class.getName();
    private static final int MOST_CHARACTERS = 4096;

    /** What only the dispatch knows of a request. */
    private record Description(String address, String caller, String tenant, String dialect, String route) {}

    /** Leaves with a request what its line says of it. */
    static void describe(Request wire, dev.annals.api.Request request, String dialect, String route) {
        if (LOG.isInfoEnabled()) {
            wire.setAttribute(
                    DESCRIPTION,
                    new Description(
                            request.clientAddress(),
                            request.caller().map(Caller::name).orElse(""),
                            request.caller().isPresent() ? request.tenant() : "",
                            dialect,
                            route));
        }
    }

    @Override
    public void log(Request wire, Response response) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("time", Instant.ofEpochMilli(Request.getTimeStamp(wire)).toString());
        Description described = wire.getAttribute(DESCRIPTION) instanceof Description known
                ? known
                : new Description(Request.getRemoteAddr(wire), "", "", "", "");
        line.put("address", described.address());
        line.put("method", bounded(wire.getMethod()));
        line.put("path", bounded(String.valueOf(wire.getHttpURI().getPath())));
        String query = wire.getHttpURI().getQuery();
        if (query != null) {
            line.put("query", bounded(masked(query)));
        }
        line.put("status", response.getStatus());
        line.put("bytes", Response.getContentBytesWritten(response));
        line.put("milliseconds", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - wire.getBeginNanoTime()));
        putUnlessEmpty(line, "caller", described.caller());
        putUnlessEmpty(line, "tenant", described.tenant());
        putUnlessEmpty(line, "dialect", described.dialect());
        putUnlessEmpty(line, "route", described.route());
        LOG.info("{}", line);
    }

    private static void putUnlessEmpty(ObjectNode line, String name, String value) {
        if (!value.isEmpty()) {
            line.put(name, bounded(value));
        }
    }

    /** The query string without the values of parameters whose name, however it is encoded, is that of a token. */
    static String masked(String query) {
        return Arrays.stream(query.split("&", -1)).map(AccessLog::maskedPart).collect(Collectors.joining("&"));
    }

    private static String maskedPart(String part) {
        int equals = part.indexOf('=');
        boolean secret =
                QueryString.parse(part).filter(parsed -> parsed.has("token")).isPresent();
        return secret && equals >= 0 ? part.substring(0, equals + 1) + "*" : part;
    }

    private static String bounded(String text) {
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
    }
}
