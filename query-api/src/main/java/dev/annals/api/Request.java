package dev.annals.api;

import dev.annals.query.Asker;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.RowScope;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/** One request as endpoints see it. Belongs to one thread at a time. */
public final class Request {
    /** The header by which a caller that may see several tenants names one. */
    public static final String TENANT_HEADER = "Annals-Tenant";

    /** The tenant of a caller that is bound to none and names none. */
    public static final String DEFAULT_TENANT = "default";

    private static final byte[] NO_BODY = new byte[0];

    private final org.eclipse.jetty.server.Request wire;
    private final QueryString query;
    private final UnaryOperator<String> segments;
    private final InetAddressSet trustedProxies;
    private final long startedNanos = System.nanoTime();
    private byte[] body = NO_BODY;
    private @Nullable Caller caller;
    private @Nullable AuditSession audit;

    /**
     * A request whose body has not come.
     *
     * @param segments the decoded value of a template's name
     */
    Request(
            org.eclipse.jetty.server.Request wire,
            QueryString query,
            UnaryOperator<String> segments,
            InetAddressSet trustedProxies) {
        this.wire = wire;
        this.query = query;
        this.segments = segments;
        this.trustedProxies = trustedProxies;
    }

    void authenticated(Caller known) {
        caller = known;
    }

    void received(byte[] whole) {
        body = whole;
    }

    void describe(String dialect, String route) {
        AccessLog.describe(wire, this, dialect, route);
    }

    /** Upper-case name of the method. */
    public String method() {
        return wire.getMethod();
    }

    /** The path as it was sent, still encoded. */
    public String path() {
        String path = wire.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    /** The query string's parameters. */
    public QueryString query() {
        return query;
    }

    /** The query string as it was sent. */
    public Optional<String> rawQuery() {
        return Optional.ofNullable(wire.getHttpURI().getQuery());
    }

    /** The decoded value of a template's {@code {name}}. */
    public String segment(String name) {
        return segments.apply(name);
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(wire.getHeaders().get(name));
    }

    /** The values of all headers of that name as the one list that they stand for; empty when there is none. */
    String all(String name) {
        return String.join(", ", wire.getHeaders().getValuesList(name));
    }

    /** The headers whose names begin with that, in lower case and without it; of several with one name the first. */
    public Map<String, String> headers(String prefix) {
        Map<String, String> found = new TreeMap<>();
        for (HttpField field : wire.getHeaders()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            if (name.startsWith(prefix) && field.getValue() != null) {
                found.putIfAbsent(name.substring(prefix.length()), field.getValue());
            }
        }
        return found;
    }

    /** The first cookie of that name. */
    public Optional<String> cookie(String name) {
        List<HttpCookie> cookies = org.eclipse.jetty.server.Request.getCookies(wire);
        return cookies.stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** Scheme and authority by which the client reached us, without a slash at the end. */
    public String origin() {
        return (isSecure() ? "https" : "http") + "://"
                + header("Host").orElseGet(() -> "localhost:" + org.eclipse.jetty.server.Request.getLocalPort(wire));
    }

    /** Whether the client came by TLS, to us or to a proxy that is trusted. */
    public boolean isSecure() {
        return (fromProxy() ? header("X-Forwarded-Proto") : Optional.<String>empty())
                .map(scheme -> scheme.split(",", 2)[0].strip())
                .filter(scheme -> scheme.equals("http") || scheme.equals("https"))
                .map(scheme -> scheme.equals("https"))
                .orElseGet(wire::isSecure);
    }

    /** The address that the request came from: the last one before the proxies that are trusted. */
    public String clientAddress() {
        String nearest = org.eclipse.jetty.server.Request.getRemoteAddr(wire);
        if (!fromProxy()) {
            return nearest;
        }
        List<String> hops = wire.getHeaders().getCSV("X-Forwarded-For", false);
        for (int i = hops.size() - 1; i >= 0; i--) {
            if (!isTrusted(hops.get(i))) {
                return hops.get(i).length() > 100 ? hops.get(i).substring(0, 100) : hops.get(i);
            }
        }
        return nearest;
    }

    private boolean fromProxy() {
        return isTrusted(org.eclipse.jetty.server.Request.getRemoteAddr(wire));
    }

    private boolean isTrusted(String address) {
        // Never a lookup: only numeric addresses are asked about.
        if (!address.matches("\\[?[0-9a-fA-F:.%]+]?")) {
            return false;
        }
        try {
            return trustedProxies.test(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Who asks; empty on open routes without valid credentials. */
    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /** The tenant that the request is about: the caller's, else the one it names, else {@value #DEFAULT_TENANT}. */
    public String tenant() {
        String bound = caller == null ? null : caller.tenant();
        return bound != null ? bound : header(TENANT_HEADER).orElse(DEFAULT_TENANT);
    }

    /**
     * The one audit session of this request, opened by the first call and closed once the answer has been written.
     *
     * @param sessions where it comes from, the same at each call
     */
    public AuditSession audit(AuditSessions sessions) {
        if (audit == null) {
            audit = sessions.open(asker());
        }
        return audit;
    }

    /** Who asks, about which tenant and which of its rows; for sessions that outlast the request. */
    public Asker asker() {
        String name = caller == null ? "" : caller.name();
        return new Asker(name, tenant(), caller == null ? RowScope.ALL : caller.scope());
    }

    /** Ends what the request has opened. */
    void end() {
        if (audit != null) {
            audit.close();
            audit = null;
        }
    }

    /** The media type of the body, without parameters, lower-case; empty when there is none. */
    public String mediaType() {
        return header("Content-Type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** The whole body, unpacked, at most as many bytes as the route takes; empty when there is none. */
    public byte[] body() {
        return body;
    }

    /** The whole body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Nanoseconds since the request was taken up. */
    public long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }
}
