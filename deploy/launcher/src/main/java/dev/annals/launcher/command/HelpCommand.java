package dev.annals.launcher.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code annals help}: the help of a command at any depth, such as {@code annals help token create}. */
@Command(name = "help", description = "Show the help of a command.")
final class HelpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
    private CommandSpec specification;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command, with its subcommand if it has any.")
    private List<String> path = List.of();

    HelpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine found = specification.root().commandLine();
        for (String name : path) {
            @Nullable CommandLine next = found.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        specification.commandLine(),
                        "'" + found.getCommandSpec().qualifiedName(" ") + "' has no command '" + name + "' (expected: "
                                + String.join(", ", found.getSubcommands().keySet()) + ")");
            }
            found = next;
        }
        found.usage(terminal.out());
        return 0;
    }
}
