package dev.annals.api.wire;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The bodies that are under way in one direction. Each must keep a minimum pace, and together they may hold a bounded number of
 * bytes in memory. When there is no more room, the slowest one is cut, so that slow clients cannot keep the others out.
 *
 * <p>Thread-safe. A cut is told on the thread that watches or on that of another transfer, so it must not wait.
 */
public final class Transfers {
    private static final long LOOKS_IN_A_WINDOW = 4;

    private final long bytesPerSecond;
    private final Duration window;
    private final long mostHeld;
    private final Set<Transfer> watched = ConcurrentHashMap.newKeySet();
    private final Object room = new Object();
    private long held;

    /** Why a transfer is cut. */
    public enum Cut {
        /** It moved less than the minimum over a whole window. */
        TOO_SLOW,
        /** There was no room for another, and it was the slowest. */
        NO_ROOM
    }

    /**
     * Transfers that keep a pace.
     *
     * @param bytesPerSecond the least that must move, on average over each window; 0 for any pace
     * @param mostHeld most bytes that all of them hold in memory
     * @param watch looks at them several times in each window
     */
    public Transfers(long bytesPerSecond, Duration window, long mostHeld, Watch watch) {
        this.bytesPerSecond = bytesPerSecond;
        this.window = window;
        this.mostHeld = mostHeld;
        if (bytesPerSecond > 0) {
            watch.every(window.dividedBy(LOOKS_IN_A_WINDOW), this::look);
        }
    }

    /** A transfer that begins now, with the client to act; {@code cut} is called at most once, and then it holds nothing any more. */
    public Transfer begin(Consumer<Cut> cut) {
        Transfer transfer = new Transfer(cut);
        watched.add(transfer);
        return transfer;
    }

    /** The bytes that all transfers hold. */
    public long held() {
        synchronized (room) {
            return held;
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (Transfer transfer : watched) {
            if (transfer.isTooSlow(now)) {
                transfer.drop(Cut.TOO_SLOW);
            }
        }
    }

    private Optional<Transfer> slowest() {
        long now = System.nanoTime();
        return watched.stream()
                .filter(transfer -> transfer.holding > 0)
                .min(Comparator.comparingDouble(transfer -> transfer.pace(now)));
    }

    /** One body on its way. Closing it gives back what it holds. */
    public final class Transfer implements AutoCloseable {
        private final Consumer<Cut> cut;
        private final long began = System.nanoTime();
        private final AtomicLong moved = new AtomicLong();
        private long windowBegan = began;
        private long movedBefore;
        private long lookedAt = began;
        private long movedWhenLookedAt;
        /** Bytes a nanosecond between the last two looks; nothing is slower than what stands still. */
        private volatile double latePace = Double.POSITIVE_INFINITY;

        private volatile long holding;
        private volatile boolean ours;
        private boolean closed;

        private Transfer(Consumer<Cut> cut) {
            this.cut = cut;
        }

        /** Counts bytes that came from the client, or that the client took. */
        public void moved(long bytes) {
            moved.addAndGet(bytes);
        }

        /** It is on us to go on: the client keeps its pace while we think. */
        public void ours() {
            ours = true;
        }

        /** It is on the client to go on. */
        public void theirs() {
            ours = false;
        }

        /** Takes room for more bytes in memory; false when there is none, and then nothing was taken. */
        public boolean hold(long bytes) {
            synchronized (room) {
                while (!closed && held + bytes > mostHeld) {
                    Optional<Transfer> slowest = slowest();
                    if (slowest.isEmpty() || slowest.get() == this) {
                        return false;
                    }
                    slowest.get().drop(Cut.NO_ROOM);
                }
                if (closed) {
                    return false;
                }
                held += bytes;
                holding += bytes;
                return true;
            }
        }

        /** The client has done its part: it is not watched any more, and keeps what it holds until it is closed. */
        public void arrived() {
            watched.remove(this);
        }

        @Override
        public void close() {
            watched.remove(this);
            synchronized (room) {
                closed = true;
                held -= holding;
                holding = 0;
            }
        }

        private void drop(Cut why) {
            if (watched.remove(this)) {
                close();
                cut.accept(why);
            }
        }

        private boolean isTooSlow(long now) {
            latePace = (moved.get() - movedWhenLookedAt) / (double) Math.max(1, now - lookedAt);
            movedWhenLookedAt = moved.get();
            lookedAt = now;
            if (ours) {
                latePace = Double.POSITIVE_INFINITY;
                windowBegan = now;
                movedBefore = moved.get();
                return false;
            }
            long elapsed = now - windowBegan;
            if (elapsed < window.toNanos()) {
                return false;
            }
            long total = moved.get();
            boolean tooSlow = total - movedBefore < bytesPerSecond * (double) elapsed / TimeUnit.SECONDS.toNanos(1);
            windowBegan = now;
            movedBefore = total;
            return tooSlow;
        }

        /** That of late or that of all its time, whichever is less: whoever was quick once must not live on that. */
        private double pace(long now) {
            return Math.min(latePace, moved.get() / (double) Math.max(1, now - began));
        }
    }
}
