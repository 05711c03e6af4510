package dev.annals.api.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, read to its end as it comes. No thread waits for it, so a client that sends slowly costs nothing but
 * the bytes that it has sent.
 */
public final class Upload implements Runnable {
    private static final byte[] NOTHING = new byte[0];

    private final Request request;
    private final int mostBytes;
    private final Consumer<Outcome> told;
    private final Transfers.Transfer transfer;
    private final List<byte[]> parts = new ArrayList<>();
    private volatile Transfers.@Nullable Cut cut;
    private int size;
    private boolean ended;

    /** What came of a body. */
    public sealed interface Outcome {
        /** It came to its end. Whoever has this closes the room when the bytes are not needed any more. */
        record Whole(byte[] bytes, Transfers.@Nullable Transfer room) implements Outcome {}

        /** It is longer than allowed. */
        record TooLarge() implements Outcome {}

        /** It ended early or is not in the form that its headers announce. */
        record Broken(String reason) implements Outcome {}

        /** It stalled, or came more slowly than clients must send. */
        record TooSlow() implements Outcome {}

        /** Too many bodies are in memory. */
        record NoRoom() implements Outcome {}
    }

    private Upload(Request request, int mostBytes, Transfers transfers, Consumer<Outcome> told) {
        this.request = request;
        this.mostBytes = mostBytes;
        this.told = told;
        this.transfer = transfers.begin(this::stop);
    }

    /** Whether the headers announce a body. */
    public static boolean isAnnounced(Request request) {
        return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                || request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0;
    }

    /** Jetty undoes chunks and leaves other codings, such as gzip within chunks, as they are: they would be taken for the body itself. */
    private static boolean isFramedAsKnown(Request request) {
        String codings = String.join(",", request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING));
        return codings.isEmpty() || codings.strip().equalsIgnoreCase("chunked");
    }

    /** Reads the body; the outcome is told once, on any thread, which must not be made to wait. */
    public static void read(Request request, int mostBytes, Transfers transfers, Consumer<Outcome> told) {
        if (!isAnnounced(request)) {
            told.accept(new Outcome.Whole(NOTHING, null));
        } else if (!isFramedAsKnown(request)) {
            told.accept(new Outcome.Broken("the Transfer-Encoding of the body is not known here (expected: chunked)"));
        } else if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > mostBytes) {
            // Told before the first byte is asked for.
            told.accept(new Outcome.TooLarge());
        } else {
            new Upload(request, mostBytes, transfers, told).run();
        }
    }

    @Override
    public void run() {
        while (!ended) {
            Content.@Nullable Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end(failed(chunk.getFailure()));
                return;
            }
            Outcome over = take(chunk.getByteBuffer());
            chunk.release();
            if (over != null) {
                end(over);
            } else if (chunk.isLast()) {
                ended = true;
                transfer.arrived();
                told.accept(new Outcome.Whole(joined(), transfer));
            }
        }
    }

    private @Nullable Outcome take(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (size + (long) more > mostBytes) {
            return new Outcome.TooLarge();
        }
        if (more > 0) {
            transfer.moved(more);
            if (!transfer.hold(more)) {
                return new Outcome.NoRoom();
            }
            byte[] part = new byte[more];
            bytes.get(part);
            parts.add(part);
            size += more;
        }
        return null;
    }

    private byte[] joined() {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (int i = 0; i < parts.size(); i++) {
            all.put(parts.set(i, NOTHING));
        }
        return all.array();
    }

    private void end(Outcome why) {
        ended = true;
        transfer.close();
        parts.clear();
        told.accept(why);
    }

    // The failure reaches the pending demand, and the outcome is told from there: an answer cannot be written while a
    // demand is pending.
    private void stop(Transfers.Cut why) {
        cut = why;
        request.fail(new TimeoutException("the body was cut: " + why));
    }

    private Outcome failed(Throwable failure) {
        Transfers.@Nullable Cut why = cut;
        if (why != null) {
            return why == Transfers.Cut.NO_ROOM ? new Outcome.NoRoom() : new Outcome.TooSlow();
        }
        if (failure instanceof TimeoutException) {
            return new Outcome.TooSlow();
        }
        if (failure instanceof EofException) {
            return new Outcome.Broken("the body ended before its announced end; send it again");
        }
        return new Outcome.Broken(
                failure instanceof HttpException refused && refused.getReason() != null
                        ? "the body is broken: " + refused.getReason()
                        : "the body is broken: its chunks are not as HTTP frames them");
    }
}
