package dev.annals.api;

import dev.annals.query.Asker;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.RowScope;
import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request as endpoints see it. Belongs to the thread that serves it. */
public final class Request {
    /** The header by which a caller that may see several tenants names one. */
    public static final String TENANT_HEADER = "Annals-Tenant";

    /** The tenant of a caller that is bound to none and names none. */
    public static final String DEFAULT_TENANT = "default";

    private final Context context;
    private final QueryString query;
    private final long startedNanos;
    private @Nullable Caller caller;
    private @Nullable AuditSession audit;

    Request(Context context, QueryString query, long startedNanos) {
        this.context = context;
        this.query = query;
        this.startedNanos = startedNanos;
    }

    void authenticated(Caller known) {
        caller = known;
    }

    /** Upper-case name of the method. */
    public String method() {
        return context.req().getMethod();
    }

    /** The path as it was sent, still encoded. */
    public String path() {
        return context.req().getRequestURI();
    }

    /** The query string's parameters. */
    public QueryString query() {
        return query;
    }

    /** The query string as it was sent. */
    public Optional<String> rawQuery() {
        return Optional.ofNullable(context.req().getQueryString());
    }

    /** The decoded value of a template's {@code {name}}. */
    public String segment(String name) {
        return context.pathParam(name);
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.req().getHeader(name));
    }

    /** The first cookie of that name. */
    public Optional<String> cookie(String name) {
        Cookie @Nullable [] cookies = context.req().getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** Scheme and authority by which the client reached us, without a slash at the end; the scheme as the nearest proxy says. */
    public String origin() {
        String scheme = header("X-Forwarded-Proto")
                .filter(forwarded -> forwarded.equals("http") || forwarded.equals("https"))
                .orElse(context.scheme());
        return scheme + "://"
                + header("Host").orElse("localhost:" + context.req().getLocalPort());
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
            String name = caller == null ? "" : caller.name();
            audit = sessions.open(new Asker(name, tenant(), caller == null ? RowScope.ALL : caller.scope()));
        }
        return audit;
    }

    /** Ends what the request has opened. */
    void end() {
        if (audit != null) {
            audit.close();
        }
    }

    /** Whether the request comes from this machine and was not passed on by a proxy. */
    public boolean fromLoopback() {
        if (header("X-Forwarded-For").isPresent() || header("Forwarded").isPresent()) {
            return false;
        }
        try {
            // Never a lookup: the address is numeric.
            return InetAddress.getByName(context.req().getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The media type of the body, without parameters, lower-case; empty when there is none. */
    public String mediaType() {
        String type = context.req().getContentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
    }

    /** Reads the body; the caller bounds what it takes. */
    public InputStream body() throws IOException {
        return context.req().getInputStream();
    }

    /** The whole body; empty when it is longer than that. */
    public Optional<byte[]> body(int limitBytes) throws IOException {
        byte[] bytes = body().readNBytes(limitBytes + 1);
        return bytes.length > limitBytes ? Optional.empty() : Optional.of(bytes);
    }

    /** Reads what is left of the body, up to a limit; whether that was all of it. */
    boolean readToEnd(int limitBytes) throws IOException {
        boolean none = context.req().getContentLengthLong() <= 0
                && header("Transfer-Encoding").isEmpty();
        if (none) {
            return true;
        }
        // A client that waits to be asked for its body is not asked for one that nobody wants, as touching it would.
        if (header("Expect").isPresent()) {
            return false;
        }
        ServletInputStream body = context.req().getInputStream();
        if (body.isFinished()) {
            return true;
        }
        byte[] unread = body.readNBytes(limitBytes);
        return unread.length < limitBytes;
    }

    /** Nanoseconds since the request was taken up. */
    public long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }
}
