package dev.annals.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.launcher.config.Setting;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
