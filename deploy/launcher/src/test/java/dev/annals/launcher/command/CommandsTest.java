package dev.annals.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.launcher.config.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    @TempDir
    private Path directory;

    @Test
    void wrongUsageIsOneSentenceWithStatusTwo() {
        CommandLineRun run = CommandLineRun.of("import");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("FILE")
                .contains("annals help import");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anUnknownCommandIsWrongUsage() {
        CommandLineRun run = CommandLineRun.of("frobnicate");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("frobnicate").contains("annals help");
    }

    @Test
    void aBadSettingIsWrongUsageAndNamesIt() {
        CommandLineRun run = CommandLineRun.of("up", "--data", directory.toString(), "--http-port", "eighty");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("annals: http-port: 'eighty' from the flag --http-port"
                        + " (expected: a whole number from 0 to 65535)\n");
    }

    @Test
    void helpOfUpNamesEverySettingAndItsDefault() {
        CommandLineRun run = CommandLineRun.of("help", "up");

        assertThat(run.status()).isZero();
        for (Setting setting : Setting.values()) {
            assertThat(run.out()).contains(setting.flag() + "=");
        }
    }

    @Test
    void everyCommandAtEveryDepthHasHelpWithAllItsFlags() {
        List<List<String>> paths = new ArrayList<>();
        collect(Commands.of(Terminal.ofThisProcess()), List.of(), paths);
        assertThat(paths).contains(List.of("token", "create"), List.of("import"), List.of("up"), List.of("help"));

        for (List<String> path : paths) {
            CommandLineRun run = run(path, "--help");
            CommandLine command = Commands.of(Terminal.ofThisProcess());
            for (String name : path) {
                command = command.getSubcommands().get(name);
            }

            assertThat(run.status()).as("%s", path).isZero();
            assertThat(run.err()).as("%s", path).isEmpty();
            assertThat(run.out())
                    .as("%s", path)
                    .startsWith("Usage: " + command.getCommandSpec().qualifiedName(" "));
            assertThat(run.out()).as("%s", path).contains("Exit status:");
            for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
                assertThat(option.description())
                        .as("%s %s", path, option.longestName())
                        .isNotEmpty();
                assertThat(run.out()).as("%s", path).contains(option.longestName());
            }
            List<String> viaHelp = new ArrayList<>(List.of("help"));
            viaHelp.addAll(path);
            assertThat(run(viaHelp).out()).isEqualTo(run.out());
        }
    }

    @Test
    void helpOfACommandThatIsNoneIsWrongUsage() {
        CommandLineRun run = CommandLineRun.of("help", "token", "make");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("'annals token' has no command 'make' (expected: create, list, revoke)");
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(sub, longer, paths);
        });
    }

    private static CommandLineRun run(List<String> path, String... more) {
        List<String> line = new ArrayList<>(path);
        line.addAll(List.of(more));
        return CommandLineRun.of(line.toArray(String[]::new));
    }

    @Test
    void theVersionIsPrinted() {
        assertThat(CommandLineRun.of("--version").out()).startsWith("annals ");
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.out())
                .contains("up")
                .contains("import")
                .contains("status")
                .contains("token");
        assertThat(run.status()).isZero();
    }

    @Test
    void aStackTraceIsOnlyForThoseWhoAsk() {
        String[] failing = {"status", "--url", "http://127.0.0.1:1", "--data", directory.toString()};
        String[] verbose = {"status", "--url", "http://127.0.0.1:1", "--data", directory.toString(), "--verbose"};

        CommandLineRun quiet = CommandLineRun.of(failing);
        assertThat(quiet.status()).isEqualTo(1);
        assertThat(quiet.err().lines()).singleElement().asString().contains("nothing answers at http://127.0.0.1:1/");
        assertThat(CommandLineRun.of(verbose).err()).contains("\tat dev.annals");
    }

    @Test
    void aUrlThatIsNoneIsSaid() {
        CommandLineRun run = CommandLineRun.of(Map.of("ANNALS_URL", "not a url"), "", "status");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("'not a url' is not a URL");
    }

    @Test
    void theConfigurationFileIsPrinted() {
        assertThat(CommandLineRun.of("config").out())
                .contains("#http-port=8080")
                .contains("ANNALS_HTTP_PORT");
    }
}
