package dev.annals.query;

import static dev.annals.testing.ArchitectureRules.dependsOnlyOn;
import static dev.annals.testing.ArchitectureRules.schemasAnd;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.annals.testing.ArchitectureRules;

@AnalyzeClasses(
        packages = {"dev.annals.query", "dev.annals.api", "dev.annals.dialect"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule queries = dependsOnlyOn("dev.annals.query", schemasAnd("dev.annals.processor"));

    @ArchTest
    static final ArchRule server =
            dependsOnlyOn("dev.annals.api", schemasAnd("dev.annals.query", "dev.annals.processor"));

    @ArchTest
    static final ArchRule awx = dialect("dev.annals.dialect.awx");

    @ArchTest
    static final ArchRule puppet = dialect("dev.annals.dialect.puppet");

    @ArchTest
    static final ArchRule sdElements = dialect("dev.annals.dialect.sdelements");

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

    /** No dialect knows another. */
    private static ArchRule dialect(String owner) {
        return dependsOnlyOn(owner, schemasAnd("dev.annals.api", "dev.annals.query", "dev.annals.processor"));
    }
}
