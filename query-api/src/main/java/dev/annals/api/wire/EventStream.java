package dev.annals.api.wire;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is sent piece by piece for as long as the client stays, without a thread of its own. What the client has not taken waits in memory up to a
 * bound; a client that falls further behind is cut, and goes on later where it was. Thread-safe.
 */
public final class EventStream implements WriteListener {
    private final ServletOutputStream out;
    private final Transfers.Transfer transfer;
    private final int mostPending;
    private final Runnable ended;
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private int pendingBytes;
    /** Jetty calls back when it can write again; until then it must not be asked. */
    private boolean waiting = true;

    private boolean unflushed;
    private boolean over;

    /**
     * A stream of which nothing has been sent.
     *
     * @param transfer watches the client's pace while something waits for it
     * @param mostPending bytes that may wait for the client
     * @param ended told once when the client is gone or the stream is at its end
     */
    public EventStream(ServletOutputStream out, Transfers.Transfer transfer, int mostPending, Runnable ended) {
        this.out = out;
        this.transfer = transfer;
        this.mostPending = mostPending;
        this.ended = ended;
    }

    /** Begins to send. */
    public void start() {
        out.setWriteListener(this);
    }

    /** Sends bytes after all before them; false when the client is gone or too far behind, and then the stream is over. */
    public synchronized boolean offer(byte[] bytes) {
        if (over || pendingBytes + bytes.length > mostPending) {
            return false;
        }
        pending.add(bytes);
        pendingBytes += bytes.length;
        send();
        return !over;
    }

    /** Whether all was sent that was offered. */
    public synchronized boolean isIdle() {
        return pending.isEmpty() && !unflushed;
    }

    @Override
    public synchronized void onWritePossible() {
        waiting = false;
        send();
    }

    private void send() {
        try {
            while (!over && !waiting) {
                if (!out.isReady()) {
                    waiting = true;
                    transfer.theirs();
                    return;
                }
                byte @Nullable [] next = pending.poll();
                if (next != null) {
                    pendingBytes -= next.length;
                    out.write(next);
                    transfer.moved(next.length);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    transfer.ours();
                    return;
                }
            }
        } catch (IOException e) {
            end();
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    /** Ends the stream; ending twice is harmless. */
    public synchronized void end() {
        if (!over) {
            over = true;
            pending.clear();
            ended.run();
        }
    }
}
