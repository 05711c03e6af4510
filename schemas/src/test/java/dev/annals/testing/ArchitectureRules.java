package dev.annals.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules of structure that hold in more than one module; each module's {@code LayersTest} picks its own.
 *
 * <p>A rule fails when it finds nothing to check, so a moved package cannot switch it off. For the same reason {@link #dependsOnlyOn} lists
 * what is allowed: a list of forbidden packages allows all that it forgets.
 */
public final class ArchitectureRules {
    /** The packages of module schemas, on which every other module may depend. */
    private static final String[] SCHEMAS = {
        "dev.annals.codec",
        "dev.annals.epoch",
        "dev.annals.model",
        "dev.annals.redact",
        "dev.annals.registry",
        "dev.annals.schemas",
        "dev.annals.topic"
    };

    private static final String INDEX = "dev.annals.processor.index";

    /**
     * No class is named for being in the way of a better name.
     *
     * <p>A class called {@code JsonUtils} is a drawer: whatever has no home lands in it.
     */
    public static final ArchRule NO_DRAWERS = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Data")
            .orShould()
            .haveSimpleNameEndingWith("Info")
            .because("a class is named for what it is")
            .allowEmptyShould(false);

    /** Time enters through records or a clock that is passed in, so that a replay gives the same answer. */
    public static final ArchRule NO_WALL_CLOCK = noClasses()
            .should()
            .callMethodWhere(new WallClock())
            .because("time enters through record timestamps or a clock that is passed in")
            .allowEmptyShould(false);

    /** One way to log, and it is SLF4J. */
    public static final ArchRule ONE_LOGGER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .orShould()
            .callMethodWhere(new PrintsStackTrace())
            .because("log lines go through SLF4J")
            .allowEmptyShould(false);

    /** What everybody can reach, nobody may change. */
    public static final ArchRule NO_MUTABLE_STATICS = noFields()
            .should()
            .bePublic()
            .andShould()
            .beStatic()
            .andShould()
            .notBeFinal()
            .because("a public static that can be assigned is shared state without an owner")
            .allowEmptyShould(false);

    /** Of the index only its door and three of its rooms are open to others. */
    public static final ArchRule INDEX_BY_ITS_DOOR = noClasses()
            .that()
            .resideOutsideOfPackage(INDEX + "..")
            .should()
            .dependOnClassesThat(resideInAPackage(INDEX + "..")
                    .and(resideOutsideOfPackages(INDEX, INDEX + ".entry", INDEX + ".query", INDEX + ".settings")))
            .because("the index is used by IndexedStore and by its rooms entry, query and settings")
            .allowEmptyShould(false);

    /** A dialect is named by the list of dialects and by nobody else. */
    public static final ArchRule DIALECTS_BY_THEIR_LIST = noClasses()
            .that()
            .resideOutsideOfPackage("dev.annals.dialect.*..")
            .and()
            .doNotHaveFullyQualifiedName("dev.annals.dialect.Dialects")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.annals.dialect.*..")
            .because("whoever deletes a dialect deletes its package and one line of dev.annals.dialect.Dialects")
            .allowEmptyShould(false);

    private ArchitectureRules() {}

    /**
     * Of all that is Annals, the classes of one package and those below it depend on the named packages alone, and on each other.
     *
     * @param owner root package of the classes, as {@code dev.annals.ingest}
     * @param allowed root packages that they may depend on
     */
    public static ArchRule dependsOnlyOn(String owner, String... allowed) {
        String[] trees =
                trees(Stream.concat(Stream.of(owner), Arrays.stream(allowed)).toArray(String[]::new));
        return noClasses()
                .that()
                .resideInAPackage(owner + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.annals..").and(resideOutsideOfPackages(trees)))
                .because("dependencies go one way")
                .allowEmptyShould(false);
    }

    /** Of all that is Annals, module schemas depends on itself alone. */
    public static ArchRule schemasStandAlone() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.annals..").and(resideOutsideOfPackages(trees(SCHEMAS))))
                .because("dependencies go one way")
                .allowEmptyShould(false);
    }

    /** The packages of module schemas, in any order, without cycles between them. */
    public static ArchRule schemasWithoutCycles() {
        return slices().matching("dev.annals.(*)..").should().beFreeOfCycles().allowEmptyShould(false);
    }

    /** Fails when a package has no class: a rule that forbids the use of a package that was renamed would pass on nothing. */
    public static void requireClasses(JavaClasses classes, String... packages) {
        for (String name : packages) {
            if (classes.stream().noneMatch(resideInAPackage(name + ".."))) {
                throw new AssertionError(
                        "package " + name + " has no class; the rules name it, so it was renamed or is not analysed");
            }
        }
    }

    private static String[] trees(String... roots) {
        return Arrays.stream(roots).map(root -> root + "..").toArray(String[]::new);
    }

    /** The packages of module schemas, and others. */
    public static String[] schemasAnd(String... others) {
        return Stream.concat(Arrays.stream(SCHEMAS), Arrays.stream(others)).toArray(String[]::new);
    }

    private static final class WallClock extends DescribedPredicate<JavaCall<?>> {

        private static final Set<String> SYSTEM_CLOCKS =
                Set.of("system", "systemUTC", "systemDefaultZone", "tick", "tickMillis", "tickSeconds", "tickMinutes");

        WallClock() {
            super("it reads the wall clock");
        }

        @Override
        public boolean test(JavaCall<?> call) {
            JavaClass owner = call.getTargetOwner();
            String method = call.getName();
            if (owner.isEquivalentTo(System.class)) {
                return method.equals("currentTimeMillis");
            }
            if (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class)) {
                return SYSTEM_CLOCKS.contains(method) && !takesA(Clock.class, call);
            }
            return owner.getPackageName().equals("java.time") && method.equals("now") && !takesA(Clock.class, call);
        }

        private static boolean takesA(Class<?> type, JavaCall<?> call) {
            List<JavaClass> parameters = call.getTarget().getRawParameterTypes();
            return parameters.stream().anyMatch(parameter -> parameter.isEquivalentTo(type));
        }
    }

    private static final class PrintsStackTrace extends DescribedPredicate<JavaCall<?>> {

        PrintsStackTrace() {
            super("it prints a stack trace");
        }

        @Override
        public boolean test(JavaCall<?> call) {
            return call.getName().equals("printStackTrace")
                    && call.getTargetOwner().isAssignableTo(Throwable.class)
                    && call.getTarget().getRawParameterTypes().isEmpty();
        }
    }
}
