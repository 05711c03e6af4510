package dev.annals.dialect.awx;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.annals.testing.ArchitectureRules;

@AnalyzeClasses(
        packages = {"dev.annals.dialect.awx", "dev.annals.api"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class AwxLayersTest {

    @ArchTest
    static final ArchRule direction = ArchitectureRules.independentOf("dev.annals.ingest", "dev.annals.launcher");

    @ArchTest
    static final ArchRule names = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule time = ArchitectureRules.NO_WALL_CLOCK;

    @ArchTest
    static final ArchRule logging = ArchitectureRules.ONE_LOGGER;

    @ArchTest
    static final ArchRule statics = ArchitectureRules.NO_MUTABLE_STATICS;
}
