package dev.annals.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.annals.testing.ArchitectureRules;

@AnalyzeClasses(packages = "dev.annals.processor", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule direction =
            ArchitectureRules.dependsOnlyOn("dev.annals.processor", ArchitectureRules.schemasAnd());

    /** Each room of the index depends on those below it. A room without classes fails. */
    @ArchTest
    static final ArchRule roomsOfTheIndex = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("door")
            .definedBy("dev.annals.processor.index")
            .layer("write")
            .definedBy("dev.annals.processor.index.write..")
            .layer("read")
            .definedBy("dev.annals.processor.index.read..")
            .layer("state")
            .definedBy("dev.annals.processor.index.state..")
            .layer("disk")
            .definedBy("dev.annals.processor.index.disk..")
            .layer("query")
            .definedBy("dev.annals.processor.index.query..")
            .layer("entry")
            .definedBy("dev.annals.processor.index.entry..")
            .layer("settings")
            .definedBy("dev.annals.processor.index.settings..")
            .whereLayer("write")
            .mayOnlyAccessLayers("state", "disk", "query", "entry", "settings")
            .whereLayer("read")
            .mayOnlyAccessLayers("state", "disk", "query", "entry", "settings")
            .whereLayer("state")
            .mayOnlyAccessLayers("disk", "query", "entry", "settings")
            .whereLayer("disk")
            .mayOnlyAccessLayers("entry", "settings")
            .whereLayer("query")
            .mayOnlyAccessLayers("entry", "settings")
            .whereLayer("entry")
            .mayNotAccessAnyLayer()
            .whereLayer("settings")
            .mayNotAccessAnyLayer()
            .withOptionalLayers(false);

    @ArchTest
    static final ArchRule doorOfTheIndex = ArchitectureRules.INDEX_BY_ITS_DOOR;

    /** Each room of the index is one of those above, so that a new one cannot escape the order. */
    @ArchTest
    static final ArchRule noOtherRoomsInTheIndex = classes()
            .that()
            .resideInAPackage("dev.annals.processor.index..")
            .should()
            .resideInAnyPackage(
                    "dev.annals.processor.index",
                    "dev.annals.processor.index.settings..",
                    "dev.annals.processor.index.entry..",
                    "dev.annals.processor.index.query..",
                    "dev.annals.processor.index.disk..",
                    "dev.annals.processor.index.state..",
                    "dev.annals.processor.index.write..",
                    "dev.annals.processor.index.read..")
            .allowEmptyShould(false);

    @ArchTest
    static final ArchRule stagesKnowNoStreams = noClasses()
            .that()
            .resideInAPackage("dev.annals.processor.stage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.streams..", "dev.annals.processor.topology..")
            .because("stages are tested without Kafka Streams; the topology wires them")
            .allowEmptyShould(false);

    @ArchTest
    static final ArchRule roomsOfTheStages = slices().matching("dev.annals.processor.stage.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(false);

    @ArchTest
    static void everyPackageOfTheRulesIsAnalysed(JavaClasses classes) {
        ArchitectureRules.requireClasses(
                classes,
                "dev.annals.processor.index.settings",
                "dev.annals.processor.index.entry",
                "dev.annals.processor.index.query",
                "dev.annals.processor.stage",
                "dev.annals.processor.topology");
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
