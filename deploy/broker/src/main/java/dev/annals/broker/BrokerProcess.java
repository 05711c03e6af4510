package dev.annals.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded broker in a child JVM that is started again, on the same port and directory, whenever it dies.
 *
 * <p>A crash of this JVM leaves the log whole, because the child then stops by itself; a crash of the child leaves this JVM
 * running, and Kafka clients reconnect by themselves. The first start is part of {@link #start}, so a directory or port that
 * cannot be used is reported there; later failures are retried with a growing pause for as long as it takes. Thread-safe.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** A broker that served this long was healthy: its end is a new story, with the first pause again. */
    private static final Duration HEALTHY = Duration.ofSeconds(30);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final BrokerSettings settings;
    private final BrokerJvm jvm;
    private final Thread supervisor;
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile Process child;
    private volatile boolean closing;

    private BrokerProcess(BrokerSettings settings, BrokerJvm jvm, Process child) {
        this.settings = settings;
        this.jvm = jvm;
        this.child = child;
        this.supervisor = new Thread(this::supervise, "annals-broker-supervisor");
        this.supervisor.setDaemon(true);
    }

    /** A broker that answers. Fails with {@link BrokerFailed}, whose message holds the child's own reason. */
    public static BrokerProcess start(BrokerSettings settings, BrokerJvm jvm) {
        Started first = spawn(settings, jvm);
        BrokerProcess broker = new BrokerProcess(settings.withPort(first.port()), jvm, first.process());
        broker.supervisor.start();
        return broker;
    }

    public int port() {
        return settings.port();
    }

    public String bootstrapServers() {
        return BrokerSettings.HOST + ":" + settings.port();
    }

    /** The child's process id; another after each restart. */
    public long pid() {
        return child.pid();
    }

    /** How often the child died and was started again. */
    public int restarts() {
        return restarts.get();
    }

    /** Stops the broker cleanly, or kills it when it does not stop in time. */
    @Override
    public void close() {
        closing = true;
        supervisor.interrupt();
        Process last = child;
        try {
            supervisor.join(STOP_LIMIT.toMillis());
            last = child;
            last.getOutputStream().close();
            if (!last.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                last.destroyForcibly();
            }
        } catch (IOException e) {
            last.destroyForcibly();
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!closing) {
                long since = System.nanoTime();
                int status = child.waitFor();
                if (closing) {
                    return;
                }
                LOG.warn("The broker died and is started again, status={} port={}", status, settings.port());
                if (System.nanoTime() - since > HEALTHY.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                pause = restart(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries until a broker answers; the pause to begin with next time. */
    private Duration restart(Duration firstPause) throws InterruptedException {
        Duration pause = firstPause;
        while (true) {
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            try {
                child = spawn(settings, jvm).process();
                restarts.incrementAndGet();
                return pause;
            } catch (BrokerFailed e) {
                LOG.error("The broker could not be started again, reason={}", e.getMessage());
            }
        }
    }

    private record Started(Process process, int port) {}

    private static Started spawn(BrokerSettings settings, BrokerJvm jvm) {
        Path errors = jvm.logs().resolve("broker-errors.log");
        @Nullable Process process = null;
        boolean ready = false;
        try {
            Files.createDirectories(jvm.logs());
            process = new ProcessBuilder(jvm.command(settings))
                    .redirectError(errors.toFile())
                    .start();
            int port = awaitReady(process, jvm.startLimit(), errors);
            ready = true;
            return new Started(process, port);
        } catch (IOException e) {
            throw new BrokerFailed("the broker's JVM could not be started: " + e.getMessage(), e);
        } finally {
            if (!ready && process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static int awaitReady(Process process, Duration limit, Path errors) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(process, port), "annals-broker-output");
        reader.setDaemon(true);
        reader.start();
        try {
            int answered = port.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (answered < 0) {
                throw new BrokerFailed(reason(errors));
            }
            return answered;
        } catch (TimeoutException e) {
            throw new BrokerFailed("the broker did not answer within " + limit.toSeconds() + " s; see " + errors, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the reader of the broker's output completes normally, always", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerFailed("the start of the broker was interrupted", e);
        }
    }

    /** Reads to the end, so that the child never blocks on a full pipe; -1 when it ended without being ready. */
    private static void readOutput(Process process, CompletableFuture<Integer> port) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(BrokerMain.READY)) {
                    port.complete(Integer.parseInt(line.substring(BrokerMain.READY.length())));
                }
            }
        } catch (IOException e) {
            LOG.debug("The broker's output ended, reason={}", e.getMessage());
        } finally {
            port.complete(-1);
        }
    }

    private static String reason(Path errors) {
        try {
            List<String> said = new ArrayList<>(Files.readAllLines(errors, StandardCharsets.UTF_8));
            said.removeIf(String::isBlank);
            return said.isEmpty()
                    ? "the broker ended before it answered; see the logs in " + errors.getParent()
                    : said.get(said.size() - 1);
        } catch (IOException e) {
            return "the broker ended before it answered, and " + errors + " cannot be read";
        }
    }
}
