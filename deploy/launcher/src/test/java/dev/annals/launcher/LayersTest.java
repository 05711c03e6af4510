package dev.annals.launcher;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.annals.testing.ArchitectureRules;

@AnalyzeClasses(packages = "dev.annals.launcher", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule index = ArchitectureRules.INDEX_BY_ITS_DOOR;

    @ArchTest
    static final ArchRule dialects = ArchitectureRules.DIALECTS_BY_THEIR_LIST;

    @ArchTest
    static final ArchRule names = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule logging = ArchitectureRules.ONE_LOGGER;

    @ArchTest
    static final ArchRule statics = ArchitectureRules.NO_MUTABLE_STATICS;
}
