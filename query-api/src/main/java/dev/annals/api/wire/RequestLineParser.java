package dev.annals.api.wire;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's parser, which also remembers the path of the request line that it is at. Jetty itself forgets it when the rest of the
 * line is not HTTP, and then nobody could say whose words the client understands.
 */
public final class RequestLineParser extends HttpParser {
    private static final int MOST_CHARACTERS = 1024;

    private final StringBuilder line = new StringBuilder();
    private boolean complete;

    private RequestLineParser(HttpParser.RequestHandler handler, HttpConfiguration http) {
        super(handler, http.getRequestHeaderSize(), http.getHttpCompliance());
        setHeaderCacheSize(http.getHeaderCacheSize());
        setHeaderCacheCaseSensitive(http.isHeaderCacheCaseSensitive());
    }

    /** The path of the current request line as it was sent, without query; empty when it has none. */
    public String path() {
        String[] parts = line.toString().strip().split(" +", 3);
        if (parts.length < 2) {
            return "";
        }
        String target = parts[1].replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", "");
        return target.split("[?#]", 2)[0];
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
        remember(buffer);
        return super.parseNext(buffer);
    }

    private void remember(ByteBuffer buffer) {
        if (isStart()) {
            line.setLength(0);
            complete = false;
        }
        for (int i = buffer.position(); !complete && i < buffer.limit(); i++) {
            char next = (char) (buffer.get(i) & 0xff);
            boolean end = (next == '\n' && !line.toString().isBlank()) || line.length() == MOST_CHARACTERS;
            if (end) {
                complete = true;
            } else {
                line.append(next);
            }
        }
    }

    /** Makes connections that parse so. */
    public static final class Connections extends HttpConnectionFactory {
        /** Connections of that configuration. */
        public Connections(HttpConfiguration http) {
            super(http);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            HttpConnection connection = new Remembering(getHttpConfiguration(), connector, endPoint);
            connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
            return configure(connection, connector, endPoint);
        }
    }

    private static final class Remembering extends HttpConnection {
        // Set while the superclass is made, so it must have no initial value of its own.
        private HttpConnection.@Nullable RequestHandler handler;

        Remembering(HttpConfiguration http, Connector connector, EndPoint endPoint) {
            super(http, connector, endPoint);
        }

        @Override
        protected HttpConnection.RequestHandler newRequestHandler() {
            handler = super.newRequestHandler();
            return handler;
        }

        @Override
        protected HttpParser newHttpParser(HttpCompliance compliance) {
            return new RequestLineParser(Objects.requireNonNull(handler), getHttpConfiguration());
        }
    }
}
