package dev.annals.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final Map<Setting, String> FLAGS = Map.of(Setting.HTTP_PORT, "1");
    private static final Map<String, String> ENVIRONMENT = Map.of("ANNALS_HTTP_PORT", "2");
    private static final Map<Setting, String> FILE = Map.of(Setting.HTTP_PORT, "3");

    @Test
    void aFlagWinsOverTheEnvironmentAndThatOverTheFileAndThatOverTheDefault() {
        assertThat(port(new Sources(FLAGS, ENVIRONMENT, FILE))).isEqualTo(1);
        assertThat(port(new Sources(Map.of(), ENVIRONMENT, FILE))).isEqualTo(2);
        assertThat(port(new Sources(Map.of(), Map.of(), FILE))).isEqualTo(3);
        assertThat(port(new Sources(Map.of(), Map.of(), Map.of()))).isEqualTo(8080);
    }

    @Test
    void anEmptyValueCountsAsNotSet() {
        assertThat(port(new Sources(Map.of(), Map.of("ANNALS_HTTP_PORT", " "), FILE)))
                .isEqualTo(3);
    }

    @Test
    void aBadValueIsNamedWithItsPlaceAndWhatWasExpected() {
        assertThatThrownBy(() -> port(new Sources(Map.of(), Map.of("ANNALS_HTTP_PORT", "70000"), FILE)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("http-port: '70000' from the environment variable ANNALS_HTTP_PORT"
                        + " (expected: a whole number from 0 to 65535)");
        assertThatThrownBy(() -> port(new Sources(Map.of(Setting.HTTP_PORT, "x"), ENVIRONMENT, FILE)))
                .hasMessageContaining("'x' from the flag --http-port");
    }

    @Test
    void theBootstrapOfTheClientCommandsDoesNotTakeTheServiceItsOwnBroker() {
        Sources sources = new Sources(Map.of(), Map.of("ANNALS_BOOTSTRAP", "elsewhere:9092"), Map.of());

        assertThat(UpSettings.of(sources).bootstrap()).isEmpty();
    }

    @Test
    void settingsThatContradictWhatIsPossibleAreRefused() {
        assertThatThrownBy(() -> UpSettings.of(new Sources(Map.of(Setting.BROKER_HEAP, "10"), Map.of(), Map.of())))
                .hasMessageContaining("broker-heap: '10'");
        assertThatThrownBy(() -> UpSettings.of(new Sources(Map.of(Setting.BOOTSTRAP, "nowhere"), Map.of(), Map.of())))
                .hasMessageContaining("HOST:PORT");
        assertThatThrownBy(() -> UpSettings.of(new Sources(Map.of(Setting.TOPIC_PREFIX, "a b"), Map.of(), Map.of())))
                .hasMessageContaining("topic-prefix: 'a b'");
        assertThatThrownBy(() -> UpSettings.of(new Sources(Map.of(Setting.TIME_ZONE, "Oslo"), Map.of(), Map.of())))
                .hasMessageContaining("time-zone: 'Oslo'");
    }

    @Test
    void theConfigurationPageNamesEverySettingWithItsVariableAndDefault() throws IOException {
        String page = Files.readString(Path.of("../docs/configuration.md"));

        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(page)
                        .containsPattern("\\| `" + setting.flag() + "` \\| `" + setting.environment() + "` \\| "
                                + (setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "` ")));
    }

    private static int port(Sources sources) {
        return sources.port(Setting.HTTP_PORT);
    }
}
