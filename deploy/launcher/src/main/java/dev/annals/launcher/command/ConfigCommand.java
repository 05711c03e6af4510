package dev.annals.launcher.command;

import dev.annals.launcher.config.ConfigFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code annals config}: a configuration file to begin with. */
@Command(name = "config", description = "Print a configuration file that explains every setting and sets none.")
final class ConfigCommand implements Callable<Integer> {
    private final Terminal terminal;

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(ConfigFile.documented());
        return 0;
    }
}
