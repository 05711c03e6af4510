package dev.annals.launcher.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Where log lines go: nowhere for commands that say everything themselves, to files for the service. */
final class Logs {
    private Logs() {}

    /** Silence, or warnings on standard error for those who ask. */
    static void forCommand(boolean verbose) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(verbose ? Level.WARN : Level.OFF);
        }
    }

    /** The files {@code annals.log} in that directory. */
    static void toFiles(Path directory, boolean verbose) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        context.putProperty("annals.logs", directory.toString());
        context.putProperty("annals.console", verbose ? "INFO" : "OFF");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL file = Objects.requireNonNull(Logs.class.getResource("logback-up.xml"), "it lies beside this class");
        try {
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException("the bundled log settings are broken", e);
        }
    }
}
