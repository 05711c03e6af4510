package dev.annals.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    private Path directory;

    @Test
    void linesSetWhatTheyName() throws Exception {
        Path file = Files.writeString(directory.resolve("annals.properties"), "http-port = 9000\n# kafka-port=1\n");

        assertThat(ConfigFile.read(file)).isEqualTo(Map.of(Setting.HTTP_PORT, "9000"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() throws Exception {
        Path file = Files.writeString(directory.resolve("annals.properties"), "htpp-port=9000");

        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("'htpp-port' in " + file)
                .hasMessageContaining("http-port");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("none")))
                .hasMessageContaining("none does not exist");
    }

    @Test
    void theDocumentedFileSetsNothingAndSetsEveryDefaultOnceItsSignsAreRemoved() throws Exception {
        Path untouched = Files.writeString(directory.resolve("a"), ConfigFile.documented());
        Path active = Files.writeString(
                directory.resolve("b"), ConfigFile.documented().replaceAll("(?m)^#(?=\\S+=)", ""));

        assertThat(ConfigFile.read(untouched)).isEmpty();
        assertThat(ConfigFile.read(active)).containsOnlyKeys(Setting.values());
        assertThat(ConfigFile.read(active)).containsEntry(Setting.HTTP_PORT, Setting.HTTP_PORT.defaultText());
    }
}
