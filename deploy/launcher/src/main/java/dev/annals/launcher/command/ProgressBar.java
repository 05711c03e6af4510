package dev.annals.launcher.command;

import dev.annals.launcher.importing.Progress;
import java.io.PrintStream;
import java.util.Locale;

/** A line on a terminal that grows with the bytes read. Not thread-safe. */
final class ProgressBar implements Progress {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 100_000_000L;

    private final PrintStream terminal;
    private final long totalBytes;
    private final long started = System.nanoTime();
    private long drawn = started - REDRAW_NANOS;
    private long bytes;
    private long events;

    /** A bar for so many stored bytes; -1 when it is not known, which shows the count only. */
    ProgressBar(PrintStream terminal, long totalBytes) {
        this.terminal = terminal;
        this.totalBytes = totalBytes;
    }

    @Override
    public void read(int more) {
        bytes += more;
    }

    @Override
    public void sent(long all) {
        events = all;
        if (System.nanoTime() - drawn >= REDRAW_NANOS) {
            draw();
        }
    }

    /** Takes the line away, so that something else can be said. */
    void clear() {
        terminal.print("\r\u001b[K");
        terminal.flush();
        drawn = System.nanoTime() - REDRAW_NANOS;
    }

    private void draw() {
        drawn = System.nanoTime();
        double seconds = Math.max((drawn - started) / 1e9, 0.001);
        String count = String.format(Locale.ROOT, "%,d events, %,.0f/s", events, events / seconds);
        if (totalBytes > 0) {
            int percent = (int) Math.min(100, bytes * 100 / totalBytes);
            int full = WIDTH * percent / 100;
            count = "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + percent + " % · " + count;
        }
        terminal.print("\r\u001b[K" + count);
        terminal.flush();
    }
}
