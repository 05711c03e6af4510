package dev.annals.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code annals import -} as a process that gets its lines over some time, so that there is a "during" in which others may
 * be killed. It itself lives on.
 */
final class SlowImport implements AutoCloseable {
    private static final int LINES_AT_ONCE = 50;
    private static final long PAUSE_MILLIS = 50;

    private final Process process;
    private final BufferedWriter in;
    private final Path errors;
    private long lines;

    private SlowImport(Process process, Path errors) {
        this.process = process;
        this.in = process.outputWriter(UTF_8);
        this.errors = errors;
    }

    static SlowImport start(RunningAnnals annals) throws IOException {
        Path errors = annals.data().resolveSibling("import.err");
        return new SlowImport(
                AnnalsCommand.of("import", "-", "--bootstrap", annals.bootstrap())
                        .start(errors),
                errors);
    }

    /** Begins to hand over further lines, some at a time; one call after the other. */
    CompletableFuture<Void> feed(List<String> more) {
        lines += more.size();
        return CompletableFuture.runAsync(() -> write(more));
    }

    /** Waits until it has ended, and well: everything is in the log. */
    void assertImported() throws Exception {
        in.close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        assertThat(out).isEqualTo("imported " + lines + "\n");
    }

    private void write(List<String> more) {
        try {
            for (int i = 0; i < more.size(); i++) {
                in.write(more.get(i));
                in.write('\n');
                if (i % LINES_AT_ONCE == 0) {
                    in.flush();
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
