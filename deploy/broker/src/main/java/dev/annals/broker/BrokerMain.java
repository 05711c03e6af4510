package dev.annals.broker;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The child JVM's main class: one embedded broker that lives as long as its standard input stays open.
 *
 * <p>The parent holds the other end of that pipe, so the broker stops cleanly when the parent closes it and also when the
 * parent is killed. On standard output it prints {@code ready PORT} once it answers. Interrupts are ignored and a terminate
 * signal is delayed: both reach the whole process group, and the service must be able to commit its work before its
 * broker goes.
 */
public final class BrokerMain {

    static final String READY = "ready ";
    static final String LOCK_FILE = ".annals-broker";

    /** Longer than a clean stop of the service takes. */
    private static final long TERMINATE_AFTER_SECONDS = 9;

    private static final long STOP_LIMIT_SECONDS = 4;

    /** An orphan of a killed service notices at once and needs about a second to stop. */
    private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(10);

    private BrokerMain() {}

    /** Arguments: the broker's directory and its port. */
    public static void main(String[] args) throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        handle("INT", () -> {});
        handle("HUP", () -> {});
        handle("TERM", () -> daemon("annals-terminate", () -> after(TERMINATE_AFTER_SECONDS, stop::countDown)));
        daemon("annals-parent-watch", () -> {
            awaitEnd(System.in);
            stop.countDown();
        });
        // Kafka leaves threads behind that keep a JVM alive; only halting ends them all at once.
        Runtime.getRuntime().halt(run(new BrokerSettings(Path.of(args[0]), Integer.parseInt(args[1])), stop));
    }

    private static int run(BrokerSettings settings, CountDownLatch stop) throws Exception {
        try {
            ProcessLock lock = lock(settings.directory());
            try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
                System.out.println(READY + broker.port());
                stop.await();
                daemon(
                        "annals-stop-limit",
                        () -> after(
                                STOP_LIMIT_SECONDS, () -> Runtime.getRuntime().halt(1)));
            } finally {
                lock.close();
            }
            return 0;
        } catch (BrokerFailed e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static ProcessLock lock(Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve(LOCK_FILE);
        Optional<ProcessLock> lock = ProcessLock.acquire(file, ORPHAN_PATIENCE);
        if (lock.isPresent()) {
            return lock.get();
        }
        OptionalLong orphan = ProcessLock.holder(file);
        orphan.stream().forEach(BrokerMain::killStuckBroker);
        return ProcessLock.acquire(file, Duration.ofSeconds(2))
                .orElseThrow(() -> new BrokerFailed("another process"
                        + (orphan.isPresent() ? " (" + orphan.getAsLong() + ")" : "")
                        + " holds the broker's directory " + directory + "; stop it first"));
    }

    private static void killStuckBroker(long pid) {
        ProcessHandle.of(pid)
                .filter(process -> process.info()
                        .commandLine()
                        .map(line -> line.contains(BrokerMain.class.getName()))
                        .orElse(false))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void awaitEnd(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                // The parent says nothing; only the end of the pipe matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
    }

    private static void after(long seconds, Runnable action) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
            action.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Replaces a signal's default action. By reflection: the compiler warns about {@code sun.misc} and cannot be told not to. */
    private static void handle(String signal, Runnable action) throws ReflectiveOperationException {
        Class<?> signalClass = Class.forName("sun.misc.Signal");
        Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
        Object handler = Proxy.newProxyInstance(
                BrokerMain.class.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                        return null;
                    }
                    return method.invoke(action, arguments);
                });
        signalClass
                .getMethod("handle", signalClass, handlerClass)
                .invoke(null, signalClass.getConstructor(String.class).newInstance(signal), handler);
    }
}
