package dev.annals.launcher.command;

import dev.annals.launcher.config.UpSettings;
import dev.annals.launcher.service.DataDirectory;
import dev.annals.launcher.service.FirstToken;
import dev.annals.launcher.service.Sample;
import dev.annals.launcher.service.Service;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The service in the foreground: from its start, over {@code ready}, to the signal that stops it. */
final class Foreground {
    /** Under the ten seconds after which whoever sent the signal may kill. */
    private static final long STOP_LIMIT_SECONDS = 9;

    private final Terminal terminal;
    private final DataDirectory directory;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    Foreground(Terminal terminal, DataDirectory directory) {
        this.terminal = terminal;
        this.directory = directory;
    }

    /** Runs until a signal comes, or fails with what prevented the start. */
    int run(UpSettings settings, boolean sample) throws Exception {
        stopOnSignal(Thread.currentThread());
        try {
            FirstToken.ensure(
                            directory,
                            Optional.ofNullable(terminal.environment().get("ANNALS_TOKEN"))
                                    .filter(token -> !token.isBlank()),
                            terminal.clock())
                    .ifPresent(file -> terminal.err().println("annals: the administrator's token is in " + file));
            serve(settings, sample);
            return 0;
        } catch (Exception e) {
            // A start that a signal cut short fails in many ways; none of them is of interest.
            if (stopping) {
                return 0;
            }
            throw e;
        } finally {
            stopped.countDown();
        }
    }

    private void serve(UpSettings settings, boolean sample) throws Exception {
        Service service = Service.start(settings, directory, terminal.clock());
        try {
            terminal.err().println("annals: Kafka at " + service.bootstrap() + ", data in " + settings.data());
            service.note().ifPresent(note -> terminal.err().println("annals: " + note));
            service.awaitReady();
            if (sample
                    && new Sample(directory, service.topics()).load(service.bootstrap(), settings.kafkaClient()) > 0) {
                service.awaitVisible();
            }
            terminal.out().println("ready " + service.url());
            terminal.out().flush();
            service.awaitFailure();
        } catch (InterruptedException e) {
            if (!stopping) {
                throw e;
            }
        } finally {
            // The interruption has done its work; what closes now must be able to wait.
            boolean unused = Thread.interrupted();
            service.close();
        }
    }

    private void stopOnSignal(Thread main) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (stopped.getCount() == 0) {
                                return;
                            }
                            stopping = true;
                            main.interrupt();
                            try {
                                boolean clean = stopped.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
                                Runtime.getRuntime().halt(clean ? 0 : 1);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "annals-stop"));
    }
}
