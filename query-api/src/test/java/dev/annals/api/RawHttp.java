package dev.annals.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A client that says exactly what it is told, on one connection. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    RawHttp(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /**
     * One answer.
     *
     * @param head status line and headers; empty when the connection ended without any
     */
    record Answer(String head, String body) {
        int status() {
            return head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
        }

        Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    /** What a request of these bytes is answered in the end, the client having nothing more to say. */
    static Answer exchange(int port, byte[] request) throws IOException {
        try (RawHttp raw = new RawHttp(port)) {
            raw.send(request);
            raw.socket.shutdownOutput();
            Answer answer = raw.answer();
            while (answer.status() >= 100 && answer.status() < 200) {
                answer = raw.answer();
            }
            return answer;
        }
    }

    static Answer exchange(int port, String request) throws IOException {
        return exchange(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next answer; with no head when the connection ends before it. Fails when neither comes in time. */
    Answer answer() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return new Answer("", "");
                }
                head.write(next);
            }
            Answer answer = new Answer(head.toString(StandardCharsets.ISO_8859_1), "");
            return new Answer(answer.head(), body(answer));
        } catch (SocketException e) {
            return new Answer("", "");
        }
    }

    private String body(Answer answer) throws IOException {
        Optional<String> length = answer.header("Content-Length");
        byte[] bytes = length.isPresent()
                ? socket.getInputStream().readNBytes(Integer.parseInt(length.get()))
                : answer.status() == 204 || answer.status() == 304 || answer.status() < 200
                        ? new byte[0]
                        : socket.getInputStream().readAllBytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether the server ends the connection in time, whatever it sends before. */
    boolean isEnded() throws IOException {
        byte[] into = new byte[8192];
        try {
            int read = 0;
            while (read >= 0) {
                read = socket.getInputStream().read(into);
            }
            return true;
        } catch (SocketException e) {
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
