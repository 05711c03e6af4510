package dev.annals.api;

import dev.annals.api.wire.RequestLineParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/** Words what Jetty refuses by itself, such as a head that is too long or not HTTP, as the dialect of the path words its failures. */
final class WireErrors extends ErrorHandler {
    private final Words words;

    /** Finds the words for a failure of a request for a path. */
    @FunctionalInterface
    interface Words {
        Reply.Content words(Request request, String path, Failure failure);
    }

    WireErrors(Words words) {
        this.words = words;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException refused) {
            status = refused.getCode();
        }
        Reply.Content content = words.words(request, target(request), failure(status, request));
        response.setStatus(content.status());
        content.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, content.body().mediaType());
        byte[] body = content.body().bytes();
        response.write(true, request.getMethod().equals("HEAD") ? null : ByteBuffer.wrap(body), callback);
        return true;
    }

    /** The path that was asked for, which Jetty does not know of a request that it could not read. */
    private static String target(Request request) {
        if (request.getConnectionMetaData().getConnection() instanceof HttpConnection connection
                && connection.getParser() instanceof RequestLineParser parser) {
            return parser.path();
        }
        return String.valueOf(request.getHttpURI().getPath());
    }

    private static Failure failure(int status, Request request) {
        if (status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 || status == HttpStatus.UPGRADE_REQUIRED_426) {
            // Not 505: it is the request that is wrong, and whoever watches for errors of the server is not to be
            // woken.
            return new Failure.NotTaken(400, "The version of HTTP is not known here (expected: HTTP/1.1 or HTTP/1.0).");
        }
        String seen = HttpStatus.getMessage(status);
        if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException refused && refused.getReason() != null) {
            seen = refused.getReason();
        }
        if (HttpStatus.isClientError(status)) {
            return new Failure.NotTaken(status, "The request cannot be read: " + printable(seen) + ".");
        }
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            return new Failure.NotTaken(status, "The service is stopping.", Map.of("Retry-After", "1"));
        }
        Object cause = request.getAttribute(ERROR_EXCEPTION);
        return Dispatch.unexpected(
                request.getMethod(),
                String.valueOf(request.getHttpURI().getPath()),
                cause instanceof Throwable thrown ? thrown : new IllegalStateException("status " + status));
    }

    private static String printable(String text) {
        String bounded = text.length() > 200 ? text.substring(0, 200) : text;
        return new String(bounded.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
                .replaceAll("[^ -~]", "?");
    }
}
