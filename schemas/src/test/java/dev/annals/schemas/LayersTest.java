package dev.annals.schemas;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.annals.testing.ArchitectureRules;

@AnalyzeClasses(
        packages = {
            "dev.annals.codec",
            "dev.annals.epoch",
            "dev.annals.model",
            "dev.annals.redact",
            "dev.annals.registry",
            "dev.annals.schemas",
            "dev.annals.topic"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule direction = ArchitectureRules.schemasStandAlone();

    @ArchTest
    static final ArchRule cycles = ArchitectureRules.schemasWithoutCycles();

    @ArchTest
    static void everyPackageOfTheRulesIsAnalysed(JavaClasses classes) {
        ArchitectureRules.requireClasses(classes, ArchitectureRules.schemasAnd());
    }

    @ArchTest
    static final ArchRule names = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule time = ArchitectureRules.NO_WALL_CLOCK;

    @ArchTest
    static final ArchRule logging = ArchitectureRules.ONE_LOGGER;

    @ArchTest
    static final ArchRule statics = ArchitectureRules.NO_MUTABLE_STATICS;
}
