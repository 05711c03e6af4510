package dev.annals.api.wire;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer on its way to the client. It is gathered first, and what fits into memory is sent without holding a
 * thread; only what is longer is streamed by the thread that makes it, and few may do so at once. A client that does not take
 * its answer is cut off by the {@link Transfers}.
 */
public final class Outflow extends OutputStream {
    /** As much as Jetty gathers itself before it sends anything, see {@code JettyLimits}. */
    public static final int GATHERED_BY_JETTY = 32 * 1024;

    private static final int SLICE = 32 * 1024;

    private final HttpServletResponse response;
    private final int mostGathered;
    private final Semaphore streams;
    private final Transfers.Transfer transfer;
    private final Deque<byte[]> full = new ArrayDeque<>();
    private byte[] last = new byte[1024];
    private int used;
    private long gathered;
    private @Nullable ServletOutputStream streamed;
    private @Nullable IOException gone;

    /** There is no room for one more answer that is longer than fits into memory. */
    public static final class Crowded extends IOException {
        private static final long serialVersionUID = 1L;

        Crowded() {
            super("too many clients are taking long answers");
        }
    }

    /**
     * An answer of which nothing has been sent.
     *
     * @param mostGathered bytes up to which an answer is kept whole
     * @param streams places for longer ones
     * @param transfer watches this answer; closed by whoever began it
     */
    public Outflow(HttpServletResponse response, int mostGathered, Semaphore streams, Transfers.Transfer transfer) {
        this.response = response;
        this.mostGathered = mostGathered;
        this.streams = streams;
        this.transfer = transfer;
    }

    /** Whether the client went away: what is thrown then is no fault of ours. */
    public boolean isClientGone() {
        return gone != null;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (streamed != null) {
            send(streamed, bytes, offset, length);
            return;
        }
        if (gathered + length > mostGathered) {
            stream();
            write(bytes, offset, length);
            return;
        }
        gather(bytes, offset, length);
    }

    private void gather(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (used == last.length) {
                if (last.length < SLICE) {
                    last = Arrays.copyOf(last, Math.min(SLICE, Math.max(last.length * 2, used + left)));
                } else {
                    full.add(last);
                    last = new byte[SLICE];
                    used = 0;
                }
            }
            int taken = Math.min(left, last.length - used);
            System.arraycopy(bytes, at, last, used, taken);
            used += taken;
            at += taken;
            left -= taken;
        }
        gathered += length;
    }

    private void stream() throws IOException {
        if (!streams.tryAcquire()) {
            throw new Crowded();
        }
        streamed = response.getOutputStream();
        for (byte[] slice = full.poll(); slice != null; slice = full.poll()) {
            send(streamed, slice, 0, slice.length);
        }
        send(streamed, last, 0, used);
        used = 0;
    }

    private void send(ServletOutputStream out, byte[] bytes, int offset, int length) throws IOException {
        transfer.theirs();
        try {
            out.write(bytes, offset, length);
            transfer.moved(length);
        } catch (IOException e) {
            gone = e;
            throw e;
        } finally {
            transfer.ours();
        }
    }

    /** Gives back the place of a streamed answer. */
    @Override
    public void close() {
        if (streamed != null) {
            streams.release();
        }
    }

    /**
     * Sends what is gathered.
     *
     * @param sent told once, when Jetty has the whole answer or the client is gone; perhaps before this returns
     * @return false when there is no memory for the answer; then nothing was sent and nothing is told
     */
    public boolean finish(Runnable sent) throws IOException {
        transfer.theirs();
        if (streamed != null) {
            sent.run();
            return true;
        }
        if (!transfer.hold(gathered)) {
            return false;
        }
        if (full.isEmpty() && used <= GATHERED_BY_JETTY) {
            // Jetty keeps it, and sends it together with the headers when the request is completed.
            response.getOutputStream().write(last, 0, used);
            sent.run();
            return true;
        }
        response.setContentLengthLong(gathered);
        full.add(Arrays.copyOf(last, used));
        ServletOutputStream out = response.getOutputStream();
        out.setWriteListener(new Sending(out, sent));
        return true;
    }

    /** Writes slice after slice whenever the client has room for one. Jetty calls it, one call at a time. */
    private final class Sending implements WriteListener {
        private final ServletOutputStream out;
        private final Runnable sent;
        private boolean told;

        Sending(ServletOutputStream out, Runnable sent) {
            this.out = out;
            this.sent = sent;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                byte @Nullable [] slice = full.poll();
                if (slice == null) {
                    tell();
                    return;
                }
                out.write(slice);
                transfer.moved(slice.length);
            }
        }

        @Override
        public void onError(Throwable failure) {
            full.clear();
            tell();
        }

        private void tell() {
            if (!told) {
                told = true;
                sent.run();
            }
        }
    }
}
