package dev.annals.launcher.command;

import dev.annals.broker.BrokerFailed;
import dev.annals.launcher.Problem;
import dev.annals.launcher.config.InvalidSetting;
import dev.annals.processor.index.settings.UnknownFormat;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The whole command line, and how its failures are told: one sentence, and the stack trace only for those who ask. */
@Command(
        name = "annals",
        description = "A Kafka-native audit trail.",
        versionProvider = Commands.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Commands implements Runnable {
    private static final int FAILED = 1;
    private static final int NOT_UNDERSTOOD = 2;

    private final Terminal terminal;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // The command line acts on it itself.
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // The command line acts on it itself.
    private boolean version;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show stack traces and the warnings of libraries.")
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
    private CommandSpec specification;

    private Commands(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The command line, ready to execute. */
    public static CommandLine of(Terminal terminal) {
        Commands root = new Commands(terminal);
        CommandLine line = new CommandLine(root)
                .addSubcommand(UpCommand.specification(terminal))
                .addSubcommand(ReconfigureCommand.specification(terminal))
                .addSubcommand(RebuildCommand.specification(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new MirrorCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new RejectsCommand(terminal))
                .addSubcommand(new TokenCommand(terminal))
                .addSubcommand(new ViewCommand(terminal))
                .addSubcommand(new ConfigCommand(terminal))
                .addSubcommand(new HelpCommand(terminal));
        HistoryCommands.addTo(line, terminal);
        explainStatus(line);
        line.setOut(writer(terminal.out()));
        line.setErr(writer(terminal.err()));
        line.setParameterExceptionHandler((e, args) -> root.misunderstood(e));
        line.setExecutionStrategy(root::run);
        line.setExecutionExceptionHandler((e, command, parsed) -> root.failed(e));
        return line;
    }

    /** Whether the person asked for more than sentences. */
    boolean isVerbose() {
        return verbose;
    }

    @Override
    public void run() {
        specification.commandLine().usage(terminal.out());
    }

    /** The same last lines under the help of every command. */
    private static void explainStatus(CommandLine line) {
        line.getCommandSpec().usageMessage().footer("", "Exit status: 0 done, 1 failed, 2 not understood.");
        line.getSubcommands().values().forEach(Commands::explainStatus);
    }

    private int run(ParseResult parsed) {
        Logs.forCommand(verbose);
        return new CommandLine.RunLast().execute(parsed);
    }

    private int misunderstood(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
        String help = command.equals("annals") ? "annals help" : command.replaceFirst("annals", "annals help");
        terminal.err().println("annals: " + firstLine(e) + "; see `" + help + "`");
        return NOT_UNDERSTOOD;
    }

    private int failed(Exception e) {
        boolean expected = e instanceof Problem
                || e instanceof BrokerFailed
                || e instanceof InvalidSetting
                || e instanceof UnknownFormat;
        terminal.err()
                .println("annals: "
                        + (expected ? oneLine(e) : "this should not have happened: " + e)
                        + (expected || verbose ? "" : "; --verbose shows where"));
        if (verbose) {
            e.printStackTrace(terminal.err());
        }
        return e instanceof InvalidSetting ? NOT_UNDERSTOOD : FAILED;
    }

    /** A message may quote what was given, line ends included. */
    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).strip().replace("\r", "\\r").replace("\n", "\\n");
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** The version written into the jar's manifest; "development" when run from class files. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {"annals " + (version == null ? "development" : version)};
        }
    }
}
