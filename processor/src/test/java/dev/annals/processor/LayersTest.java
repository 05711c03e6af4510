package dev.annals.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.annals.testing.ArchitectureRules;

@AnalyzeClasses(packages = "dev.annals.processor", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule direction =
            ArchitectureRules.independentOf("dev.annals.ingest", "dev.annals.query", "dev.annals.launcher");

    @ArchTest
    static final ArchRule stagesKnowNoStreams = noClasses()
            .that()
            .resideInAPackage("dev.annals.processor.stage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.streams..", "dev.annals.processor.topology..")
            .because("stages are tested without Kafka Streams; the topology wires them");

    @ArchTest
    static final ArchRule roomsOfTheStages =
            slices().matching("dev.annals.processor.stage.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule names = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule time = ArchitectureRules.NO_WALL_CLOCK;

    @ArchTest
    static final ArchRule logging = ArchitectureRules.ONE_LOGGER;

    @ArchTest
    static final ArchRule statics = ArchitectureRules.NO_MUTABLE_STATICS;
}
