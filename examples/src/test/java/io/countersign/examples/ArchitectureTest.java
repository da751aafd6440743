package io.countersign.examples;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.ConditionEvent.createMessage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ClassesTransformer;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who may know whom. The one test that sees every module; {@link ArchitectureRulesCanFailTest} breaks each of its rules once.
 */
@AnalyzeClasses(packages = ArchitectureTest.OURS, importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {
    static final String OURS = "io.countersign";

    /**
     * How many classes a healthy scan sees at least, by package with all below it. Raise a number when its package has grown
     * to twice that. Zero stands only where nothing has been written yet: such a rule may find nothing to check, and from one
     * on it may not.
     */
    static final Map<String, Integer> CENSUS = Map.ofEntries(
            Map.entry("model", 260),
            Map.entry("model.json", 18),
            Map.entry("model.merkle", 5),
            Map.entry("model.schema", 4),
            Map.entry("model.view", 8),
            Map.entry("client", 170),
            Map.entry("client.live", 24),
            Map.entry("client.rule", 22),
            Map.entry("client.scenario", 52),
            Map.entry("client.catalogue", 35),
            Map.entry("client.policy", 6),
            Map.entry("client.cel", 16),
            Map.entry("client.ical", 8),
            Map.entry("client.readiness", 1),
            Map.entry("client.rollout", 6),
            Map.entry("client.desk", 9),
            Map.entry("audit", 45),
            Map.entry("audit.proof", 18),
            Map.entry("audit.internal", 25),
            Map.entry("analytics", 40),
            Map.entry("analytics.scenario", 12),
            Map.entry("analytics.internal", 12),
            Map.entry("examples", 15));

    private static final String[] LIBRARIES = {
        OURS + ".model..", OURS + ".client..", OURS + ".audit..", OURS + ".analytics.."
    };

    /** What jOOQ writes from the migration scripts; it takes no part in null checking. */
    private static final String GENERATED = OURS + ".audit.internal.jooq..";

    /** The one class of a library whose job is to print. */
    private static final String PRINTER = OURS + ".audit.proof.VerifyProof";

    // Between the modules

    @ArchTest
    static final ArchRule model_knowsNothingOfOurs = layer("model");

    @ArchTest
    static final ArchRule client_knowsTheModelAlone = layer("client", "model");

    @ArchTest
    static final ArchRule audit_knowsTheModelAlone = layer("audit", "model");

    @ArchTest
    static final ArchRule analytics_knowsModelAndAudit = layer("analytics", "audit", "model");

    @ArchTest
    static final ArchRule internals_areTouchedByTheirOwnModuleOnly =
            classes().that().resideInAPackage(OURS + "..").should(stayOutOfOtherModulesInternals());

    @ArchTest
    static final ArchRule packages_areFreeOfCycles =
            slices().assignedFrom(packagesWithTheirInternals()).should().beFreeOfCycles();

    // Inside the client

    @ArchTest
    static final ArchRule live_knowsNothingAboveIt = below(
            "client.live",
            "client.rule",
            "client.scenario",
            "client.catalogue",
            "client.policy",
            "client.readiness",
            "client.rollout");

    @ArchTest
    static final ArchRule rules_knowNothingAboveThem = below(
            "client.rule",
            "client.scenario",
            "client.catalogue",
            "client.policy",
            "client.readiness",
            "client.rollout");

    @ArchTest
    static final ArchRule scenarios_knowNothingAboveThem =
            below("client.scenario", "client.catalogue", "client.policy", "client.readiness", "client.rollout");

    @ArchTest
    static final ArchRule catalogue_knowsNothingAboveIt =
            below("client.catalogue", "client.policy", "client.readiness", "client.rollout");

    @ArchTest
    static final ArchRule cel_knowsTheRulesAlone = below(
            "client.cel",
            "client.scenario",
            "client.catalogue",
            "client.policy",
            "client.readiness",
            "client.rollout",
            "client.desk");

    @ArchTest
    static final ArchRule cel_isKnownToNobodyInTheClient = aloneInTheClient("client.cel");

    @ArchTest
    static final ArchRule ical_knowsTheCalendarsAlone = below(
            "client.ical",
            "client.live",
            "client.rule",
            "client.scenario",
            "client.catalogue",
            "client.cel",
            "client.readiness",
            "client.rollout",
            "client.desk");

    @ArchTest
    static final ArchRule ical_isKnownToNobodyInTheClient = aloneInTheClient("client.ical");

    @ArchTest
    static final ArchRule desk_isKnownToNobodyInTheClient = aloneInTheClient("client.desk");

    @ArchTest
    static final ArchRule permits_areMadeByTheirPackageOnly = whileEmpty(
            "client.rollout",
            classes()
                    .that()
                    .haveSimpleName("ApplyPermit")
                    .should()
                    .resideInAPackage(OURS + ".client.rollout")
                    .andShould(beMadeByTheirPackageOnly()));

    // Inside the model and the ledger's proofs

    @ArchTest
    static final ArchRule json_knowsNoDocument = whileEmpty(
            "model.json",
            classes()
                    .that()
                    .resideInAPackage(OURS + ".model.json..")
                    .should()
                    .onlyDependOnClassesThat(resideOutsideOfPackage(OURS + "..")
                            .or(resideInAnyPackage(OURS + ".model", OURS + ".model.json.."))));

    @ArchTest
    static final ArchRule merkle_usesTheJdkAlone = only("model.merkle");

    @ArchTest
    static final ArchRule view_usesTheJdkAlone = only("model.view");

    @ArchTest
    static final ArchRule proofs_useTheJdkAndMerkleAlone = only("audit.proof", OURS + ".model.merkle..");

    // Libraries of others

    @ArchTest
    static final ArchRule model_usesTheJdkAndJacksonAlone =
            only("model", "com.fasterxml.jackson..", "org.immutables..");

    @ArchTest
    static final ArchRule jooqFlywayAndDrivers_stayInsideTheLedger =
            staysInside(OURS + ".audit.internal..", "org.jooq..", "org.flywaydb..", "org.sqlite..", "org.postgresql..");

    @ArchTest
    static final ArchRule duckDb_staysInsideTheWarehouse = staysInside(OURS + ".analytics.internal..", "org.duckdb..");

    /** Arrow's types are what these two classes are about; hosts that do not load them need no Arrow. */
    @ArchTest
    static final ArchRule arrow_staysInsideItsClasses = noClasses()
            .that()
            .resideInAPackage(OURS + "..")
            .and()
            .haveNameNotMatching("io\\.countersign\\.analytics\\.(ArrowResults|internal\\.ArrowFileSource)(\\$.*)?")
            .and()
            .resideOutsideOfPackage(OURS + ".benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.arrow..");

    /** Likewise for spreadsheets. */
    @ArchTest
    static final ArchRule spreadsheets_stayInsideTheWarehouse =
            staysInside(OURS + ".analytics.internal..", "org.dhatim..");

    /** The library and what comes with it, so that a host without them can use everything else. */
    @ArchTest
    static final ArchRule cel_staysInsideItsPackage =
            staysInside(OURS + ".client.cel..", "dev.cel..", "com.google..", "org.antlr..");

    /** Likewise. */
    @ArchTest
    static final ArchRule iCalendar_staysInsideItsPackage =
            staysInside(OURS + ".client.ical..", "biweekly..", "com.github.mangstadt..");

    @ArchTest
    static final ArchRule publicSignatures_nameNoICalendarType =
            classes().that(areLibraryCode()).and(areSeenByEmbedders()).should(nameNoTypeInSignatures("biweekly."));

    @ArchTest
    static final ArchRule publicSignatures_nameNoCelType =
            classes().that(areLibraryCode()).and(areSeenByEmbedders()).should(nameNoTypeInSignatures("dev.cel."));

    @ArchTest
    static final ArchRule publicSignatures_nameNoJacksonType = classes()
            .that(areLibraryCode())
            .and(areSeenByEmbedders())
            .should(nameNoTypeInSignatures("com.fasterxml.jackson."));

    // Time and streams

    @ArchTest
    static final ArchRule wallClock_isPassedIn =
            noClasses().that(areLibraryCode()).should().accessTargetWhere(theWallClockIsRead());

    @ArchTest
    static final ArchRule oldDates_areNotUsed = noClasses()
            .that(areLibraryCode())
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Date|Calendar|GregorianCalendar)");

    @ArchTest
    static final ArchRule standardStreams_belongToTheHost = noClasses()
            .that(areLibraryCode())
            .and()
            .doNotHaveFullyQualifiedName(PRINTER)
            .should()
            .accessTargetWhere(aStandardStreamIsUsed());

    // Nullness

    @ArchTest
    static final ArchRule packages_areNullMarked = all(packages()).should(beNullMarked());

    /** Every other rule is content with an empty scan; this one is not. */
    @ArchTest
    static void canary_everyRoom_holdsAsManyClassesAsExpected(JavaClasses classes) {
        List<String> missing = new ArrayList<>();
        CENSUS.forEach((room, expected) -> {
            String place = OURS + "." + room;
            long seen = classes.stream()
                    .filter(resideInAPackage(place + ".."))
                    .filter(type -> !type.getSimpleName().equals("package-info"))
                    .count();
            if (seen < expected) {
                missing.add(place + " holds " + seen + " classes, expected at least " + expected);
            }
        });
        for (String module : List.of("model", "client", "audit", "analytics", "examples")) {
            if (!classes.contain(OURS + "." + module + ".package-info")) {
                missing.add(OURS + "." + module + " was not scanned");
            }
        }
        assertThat(missing).isEmpty();
    }

    /** What is shipped: neither test classes nor the jar of fixtures. */
    static final class MainCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return ImportOption.Predefined.DO_NOT_INCLUDE_TESTS.includes(location)
                    && !location.contains("/test-classes/")
                    && !location.contains("-tests.jar");
        }
    }

    /** A module depends, of all that is ours, on itself and on the modules named. */
    private static ArchRule layer(String module, String... known) {
        String[] allowed = Stream.concat(Stream.of(module), Stream.of(known))
                .map(name -> OURS + "." + name + "..")
                .toArray(String[]::new);
        return whileEmpty(
                module,
                classes()
                        .that()
                        .resideInAPackage(OURS + "." + module + "..")
                        .should()
                        .onlyDependOnClassesThat(
                                resideOutsideOfPackage(OURS + "..").or(resideInAnyPackage(allowed))));
    }

    /** A package of the client knows none of those above it. */
    private static ArchRule below(String room, String... above) {
        return whileEmpty(
                room,
                noClasses()
                        .that()
                        .resideInAPackage(OURS + "." + room + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(Stream.of(above)
                                .map(name -> OURS + "." + name + "..")
                                .toArray(String[]::new)));
    }

    /** A package of the client is known to none of the others. */
    private static ArchRule aloneInTheClient(String room) {
        return whileEmpty(
                "client",
                noClasses()
                        .that()
                        .resideInAPackage(OURS + ".client..")
                        .and()
                        .resideOutsideOfPackage(OURS + "." + room + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(OURS + "." + room + ".."));
    }

    /** A package uses the JDK, JSpecify's annotations, itself and what is named. */
    private static ArchRule only(String room, String... more) {
        String[] allowed = Stream.concat(
                        Stream.of("java..", "javax..", "org.jspecify.annotations", OURS + "." + room + ".."),
                        Stream.of(more))
                .toArray(String[]::new);
        return whileEmpty(
                room,
                classes()
                        .that()
                        .resideInAPackage(OURS + "." + room + "..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(allowed));
    }

    /** Packages of others are used in one place of ours. */
    private static ArchRule staysInside(String place, String... packages) {
        return noClasses()
                .that()
                .resideInAPackage(OURS + "..")
                .and()
                .resideOutsideOfPackage(place)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    /** Lets a rule find nothing to check for as long as the census expects nothing there. */
    private static ArchRule whileEmpty(String room, ArchRule rule) {
        return rule.allowEmptyShould(Objects.requireNonNull(CENSUS.get(room), room) == 0);
    }

    private static DescribedPredicate<JavaClass> areLibraryCode() {
        return resideInAnyPackage(LIBRARIES).as("are library code");
    }

    private static DescribedPredicate<JavaClass> areSeenByEmbedders() {
        DescribedPredicate<JavaClass> visible = describe("are public all the way out", type -> {
            boolean open = true;
            for (JavaClass at = type; at != null; at = at.getEnclosingClass().orElse(null)) {
                open &= at.getModifiers().contains(JavaModifier.PUBLIC);
            }
            return open;
        });
        return visible.and(not(resideInAPackage("..internal.."))).as("are seen by embedders");
    }

    private static ArchCondition<JavaClass> stayOutOfOtherModulesInternals() {
        return new ArchCondition<>("stay out of other modules' internals") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass();
                    if (resideInAPackage(OURS + "..internal..").test(target)
                            && !moduleOf(target).equals(moduleOf(type))) {
                        events.add(violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static String moduleOf(JavaClass type) {
        String below = type.getPackageName().substring(OURS.length() + 1);
        return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
    }

    /** Packages as embedders see them: what is internal counts as part of the package that it serves. */
    private static SliceAssignment packagesWithTheirInternals() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                if (!name.startsWith(OURS + ".")) {
                    return SliceIdentifier.ignore();
                }
                return SliceIdentifier.of((name + ".").replaceFirst("\\.internal\\..*", "."));
            }

            @Override
            public String getDescription() {
                return "packages with their internals";
            }
        };
    }

    private static ArchCondition<JavaClass> beMadeByTheirPackageOnly() {
        return new ArchCondition<>("be made by their package only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (type.isInterface() || type.getConstructors().isEmpty()) {
                    events.add(violated(type, createMessage(type, "has no constructor that could be closed")));
                }
                for (JavaConstructor constructor : type.getConstructors()) {
                    refuseIfOpen(constructor, events);
                }
                for (JavaMethod method : type.getMethods()) {
                    if (method.getModifiers().contains(JavaModifier.STATIC)
                            && method.getRawReturnType().equals(type)) {
                        refuseIfOpen(method, events);
                    }
                }
            }

            private void refuseIfOpen(JavaCodeUnit maker, ConditionEvents events) {
                Set<JavaModifier> modifiers = maker.getModifiers();
                if (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED)) {
                    events.add(violated(maker, createMessage(maker, "is open to other packages")));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> nameNoTypeInSignatures(String prefix) {
        return new ArchCondition<>("name no type of " + prefix + " in public signatures") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMember member : type.getMembers()) {
                    Set<JavaModifier> modifiers = member.getModifiers();
                    if (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED)) {
                        signature(member)
                                .flatMap(part -> part.getAllInvolvedRawTypes().stream())
                                .filter(named -> named.getName().startsWith(prefix))
                                .distinct()
                                .forEach(named -> events.add(
                                        violated(member, createMessage(member, "names " + named.getName()))));
                    }
                }
            }
        };
    }

    private static Stream<JavaType> signature(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
    }

    /** {@code System.nanoTime} is not among them: it measures how long something took and cannot tell the time. */
    private static DescribedPredicate<JavaAccess<?>> theWallClockIsRead() {
        Set<List<String>> clockless = Set.of(List.of(), List.of("java.time.ZoneId"));
        return describe("the wall clock is read", access -> {
            AccessTarget target = access.getTarget();
            String owner = target.getOwner().getName();
            String name = target.getName();
            return switch (owner) {
                case "java.time.Clock" -> name.startsWith("system") || name.matches("tick(Millis|Seconds|Minutes)");
                case "java.time.InstantSource" -> name.equals("system");
                case "java.lang.System" -> name.equals("currentTimeMillis");
                default ->
                    owner.startsWith("java.time.")
                            && name.equals("now")
                            && target instanceof CodeUnitAccessTarget unit
                            && clockless.contains(unit.getRawParameterTypes().stream()
                                    .map(JavaClass::getName)
                                    .toList());
            };
        });
    }

    private static DescribedPredicate<JavaAccess<?>> aStandardStreamIsUsed() {
        Predicate<String> streams = Set.of("in", "out", "err", "setIn", "setOut", "setErr", "console")::contains;
        return describe("a standard stream is used", access -> {
            AccessTarget target = access.getTarget();
            boolean printsTrace = target.getName().equals("printStackTrace")
                    && target instanceof CodeUnitAccessTarget unit
                    && unit.getRawParameterTypes().isEmpty()
                    && target.getOwner().isAssignableTo(Throwable.class);
            return printsTrace
                    || (target.getOwner().getName().equals("java.lang.System") && streams.test(target.getName()));
        });
    }

    private static ClassesTransformer<JavaPackage> packages() {
        return new AbstractClassesTransformer<>("packages") {
            @Override
            public Iterable<JavaPackage> doTransform(JavaClasses classes) {
                Set<String> seen = new TreeSet<>();
                List<JavaPackage> packages = new ArrayList<>();
                for (JavaClass type : classes) {
                    if (resideInAPackage(OURS + "..")
                                    .and(not(resideInAPackage(GENERATED)))
                                    .test(type)
                            && seen.add(type.getPackageName())) {
                        packages.add(type.getPackage());
                    }
                }
                return packages;
            }
        };
    }

    private static ArchCondition<JavaPackage> beNullMarked() {
        return new ArchCondition<>("be @NullMarked") {
            @Override
            public void check(JavaPackage place, ConditionEvents events) {
                if (!place.isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                    events.add(violated(place, place.getName() + " is not @NullMarked"));
                }
            }
        };
    }
}
