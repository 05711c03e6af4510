package dev.annals.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The rules of structure that hold in more than one module; each module's {@code LayersTest} picks its own. */
public final class ArchitectureRules {

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
            .allowEmptyShould(true);

    /** Time enters through records or a clock that is passed in, so that a replay gives the same answer. */
    public static final ArchRule NO_WALL_CLOCK = noClasses()
            .should()
            .callMethodWhere(new WallClock())
            .because("time enters through record timestamps or a clock that is passed in")
            .allowEmptyShould(true);

    /** One way to log, and it is SLF4J. */
    public static final ArchRule ONE_LOGGER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .orShould()
            .callMethodWhere(new PrintsStackTrace())
            .because("log lines go through SLF4J")
            .allowEmptyShould(true);

    /** What everybody can reach, nobody may change. */
    public static final ArchRule NO_MUTABLE_STATICS = fields().that()
            .areStatic()
            .and()
            .arePublic()
            .should()
            .beFinal()
            .because("a public static that can be assigned is shared state without an owner")
            .allowEmptyShould(true);

    private ArchitectureRules() {}

    /**
     * No class depends on the named packages or those below them.
     *
     * @param packages root packages, as {@code dev.annals.ingest}
     */
    public static ArchRule independentOf(String... packages) {
        String[] trees = Arrays.stream(packages).map(root -> root + "..").toArray(String[]::new);
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(trees)
                .because(
                        "modules depend in one direction: launcher, query, processor, schemas; launcher, ingest, schemas")
                .allowEmptyShould(true);
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
