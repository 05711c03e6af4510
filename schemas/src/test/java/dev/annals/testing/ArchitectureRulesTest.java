package dev.annals.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.annals.topic.Topics;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureRulesTest {
    static Stream<ArchRule> rules() {
        return Stream.of(
                ArchitectureRules.NO_DRAWERS,
                ArchitectureRules.NO_WALL_CLOCK,
                ArchitectureRules.ONE_LOGGER,
                ArchitectureRules.NO_MUTABLE_STATICS,
                ArchitectureRules.INDEX_BY_ITS_DOOR,
                ArchitectureRules.schemasStandAlone(),
                ArchitectureRules.dependsOnlyOn("dev.annals.ingest", ArchitectureRules.schemasAnd()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleThatFindsNoClassFails(ArchRule rule) {
        JavaClasses none = new ClassFileImporter().importPackages("dev.annals.nowhere");

        assertThatThrownBy(() -> rule.check(none))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aRuleThatIsBrokenFails(ArchRule rule, Class<?> by) {
        JavaClasses classes = new ClassFileImporter().importClasses(by);

        assertThatThrownBy(() -> rule.check(classes))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("was violated");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(ArchitectureRules.NO_MUTABLE_STATICS, Shared.class),
                Arguments.of(ArchitectureRules.NO_WALL_CLOCK, Shared.class),
                Arguments.of(ArchitectureRules.NO_DRAWERS, TimeUtils.class),
                Arguments.of(
                        ArchitectureRules.dependsOnlyOn("dev.annals.testing", "dev.annals.codec"), TopicUser.class));
    }

    private static final class Shared {
        public static long then = System.currentTimeMillis();
    }

    private static final class TimeUtils {}

    private static final class TopicUser {
        private final Topics topics;

        TopicUser(Topics topics) {
            this.topics = topics;
        }

        @Override
        public String toString() {
            return topics.toString();
        }
    }
}
