package dev.annals.query;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.annals.testing.ArchitectureRules.dependsOnlyOn;
import static dev.annals.testing.ArchitectureRules.schemasAnd;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.annals.testing.ArchitectureRules;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@AnalyzeClasses(
        packages = {"dev.annals.query", "dev.annals.api", "dev.annals.dialect", "dev.annals.history"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule queries = dependsOnlyOn("dev.annals.query", schemasAnd("dev.annals.processor"));

    @ArchTest
    static final ArchRule server =
            dependsOnlyOn("dev.annals.api", schemasAnd("dev.annals.query", "dev.annals.processor"));

    @ArchTest
    static final ArchRule dialects = dependsOnlyOn(
            "dev.annals.dialect", schemasAnd("dev.annals.api", "dev.annals.query", "dev.annals.processor"));

    @ArchTest
    static final ArchRule strangers =
            slices().matching("dev.annals.dialect.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule list = ArchitectureRules.DIALECTS_BY_THEIR_LIST;

    /** The skeleton of a dialect is above its rooms, and no room needs one that needs it. */
    @ArchTest
    static final ArchRule rooms =
            slices().matching("dev.annals.dialect.(**)").should().beFreeOfCycles();

    @ArchTest
    static void skeletons(JavaClasses classes) {
        Map<String, Set<String>> dialects = classes.stream()
                .filter(type -> type.getPackageName().matches("dev\\.annals\\.dialect\\.[a-z]+"))
                .collect(Collectors.groupingBy(
                        JavaClass::getPackageName, Collectors.mapping(JavaClass::getSimpleName, Collectors.toSet())));

        assertThat(dialects).hasSizeGreaterThan(1);
        dialects.forEach((owner, names) -> {
            String product = names.stream()
                    .filter(name -> name.endsWith("Dialect"))
                    .findFirst()
                    .orElseThrow()
                    .replace("Dialect", "");
            assertThat(names)
                    .as(owner)
                    .contains(Stream.of("Dialect", "Fields", "Filters", "Order", "Paging", "View", "Errors")
                            .map(product::concat)
                            .toArray(String[]::new));
        });
    }

    @ArchTest
    static final ArchRule history = dependsOnlyOn(
            "dev.annals.history", schemasAnd("dev.annals.api", "dev.annals.query", "dev.annals.processor"));

    @ArchTest
    static final ArchRule index = ArchitectureRules.INDEX_BY_ITS_DOOR;

    @ArchTest
    static final ArchRule names = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule time = ArchitectureRules.NO_WALL_CLOCK;

    @ArchTest
    static final ArchRule logging = ArchitectureRules.ONE_LOGGER;

    @ArchTest
    static final ArchRule statics = ArchitectureRules.NO_MUTABLE_STATICS;
}
