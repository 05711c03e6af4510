package dev.annals.launcher.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part that is made anew, after a growing pause, whenever it has died: a Kafka Streams client cannot be started twice.
 * Thread-safe.
 */
final class Revived<T extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Revived.class);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** One that lived this long did not die of how it was made. */
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private final String name;
    private final Supplier<T> maker;
    private final Predicate<T> dead;
    private final Function<T, Optional<String>> hopeless;
    private final Consumer<String> given;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watch;
    private volatile T current;
    private volatile boolean failed;

    /**
     * The first one is made here, and what that throws is thrown.
     *
     * @param hopeless why a dead one would only die again, as a sentence; empty when another one may live
     * @param given is told that sentence, and then none is made any more
     */
    Revived(
            String name,
            Supplier<T> maker,
            Predicate<T> dead,
            Function<T, Optional<String>> hopeless,
            Consumer<String> given) {
        this.name = name;
        this.maker = maker;
        this.dead = dead;
        this.hopeless = hopeless;
        this.given = given;
        this.current = maker.get();
        this.watch = new Thread(this::watch, "annals-" + name + "-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Whether the last one died and the current one has not shown yet, by running as that says, that it does better. */
    boolean isDown(Predicate<T> running) {
        T asked = current;
        if (dead.test(asked)) {
            return true;
        }
        if (failed && running.test(asked)) {
            failed = false;
        }
        return failed;
    }

    /** The one that is alive, or was until just now. */
    T current() {
        return current;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeQuietly(current);
    }

    private void watch() {
        Duration pause = FIRST_PAUSE;
        long born = System.nanoTime();
        try {
            while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!dead.test(current)) {
                    continue;
                }
                failed = true;
                Optional<String> why = hopeless.apply(current);
                if (why.isPresent()) {
                    LOG.error("A part died and cannot be made anew, part={} reason={}", name, why.get());
                    given.accept(why.get());
                    return;
                }
                pause = System.nanoTime() - born > HEALTHY.toNanos() ? FIRST_PAUSE : pause;
                LOG.warn("A part died and is made anew, part={} pauseMillis={}", name, pause.toMillis());
                closeQuietly(current);
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                born = System.nanoTime();
                remake();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remake() {
        try {
            current = maker.get();
        } catch (RuntimeException e) {
            // The dead one stays current, so the next look tries again.
            LOG.error("A part could not be made anew, part={}", name, e);
        }
    }

    private void closeQuietly(T part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("A part did not close cleanly, part={} reason={}", name, e.toString());
        }
    }
}
