package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule of {@link ArchitectureTest} meets a class that breaks it and goes red; those with an exception meet it too and stay
 * green. The classes live here as text, compiled when the test runs: no code that breaks a rule lies in the tree, and the
 * rules that fail are the rules themselves, not copies with other names. Libraries of others are stood in for by a line each.
 */
class ArchitectureRulesCanFailTest {
    private static final String JOOQ = "package org.jooq; public interface DSLContext {}";
    private static final String FLYWAY = "package org.flywaydb.core; public class Flyway {}";
    private static final String DUCKDB = "package org.duckdb; public class DuckDBConnection {}";
    private static final String CEL = "package dev.cel.runtime; public interface CelRuntime {}";
    private static final String BIWEEKLY = "package biweekly; public class ICalendar {}";
    private static final String NODE = "package com.fasterxml.jackson.databind; public class JsonNode {}";
    private static final String MAPPER = "package com.fasterxml.jackson.databind; public class ObjectMapper {}";
    private static final String NULL_MARKED = "package org.jspecify.annotations; import java.lang.annotation.*;"
            + " @Retention(RetentionPolicy.RUNTIME) public @interface NullMarked {}";

    @TempDir
    Path directory;

    static Stream<Arguments> breaches() {
        return Stream.of(
                breach(
                        "model_knowsNothingOfOurs",
                        "package io.countersign.client.desk; public class Desk {}",
                        "package io.countersign.model.market; class Offender { io.countersign.client.desk.Desk desk; }"),
                breach(
                        "model_knowsNothingOfOurs",
                        "package io.countersign.newcomer; public class Thing {}",
                        "package io.countersign.model; class Offender extends io.countersign.newcomer.Thing {}"),
                breach(
                        "client_knowsTheModelAlone",
                        "package io.countersign.audit; public class AuditLedger {}",
                        "package io.countersign.client.desk; class Offender { io.countersign.audit.AuditLedger ledger; }"),
                breach(
                        "client_knowsTheModelAlone",
                        "package io.countersign.examples; public class Tour {}",
                        "package io.countersign.client; class Offender { Object o = new io.countersign.examples.Tour(); }"),
                breach(
                        "audit_knowsTheModelAlone",
                        "package io.countersign.client.rule; public class Rule {}",
                        "package io.countersign.audit.internal; class Offender { io.countersign.client.rule.Rule rule; }"),
                breach(
                        "audit_knowsTheModelAlone",
                        "package io.countersign.analytics; public class AuditWarehouse {}",
                        "package io.countersign.audit; class Offender { io.countersign.analytics.AuditWarehouse house; }"),
                breach(
                        "analytics_knowsModelAndAudit",
                        "package io.countersign.client.scenario; public class Scenario {}",
                        "package io.countersign.analytics; class Offender { io.countersign.client.scenario.Scenario s; }"),
                breach(
                        "internals_areTouchedByTheirOwnModuleOnly",
                        "package io.countersign.audit.internal; public class Store {}",
                        "package io.countersign.analytics; class Offender { io.countersign.audit.internal.Store store; }"),
                breach(
                        "internals_areTouchedByTheirOwnModuleOnly",
                        "package io.countersign.model.venue.internal; public class RawJson {}",
                        "package io.countersign.examples; class Offender { io.countersign.model.venue.internal.RawJson j; }"),
                breach(
                        "packages_areFreeOfCycles",
                        "package io.countersign.model.diff; public class Offender { io.countersign.model.change.Change c; }",
                        "package io.countersign.model.change; public class Change { io.countersign.model.diff.Offender o; }"),
                breach(
                        "packages_areFreeOfCycles",
                        "package io.countersign.audit; public class Ledger { io.countersign.audit.proof.Proof p; }",
                        "package io.countersign.audit.proof; public class Proof { io.countersign.audit.internal.Offender o; }",
                        "package io.countersign.audit.internal; public class Offender {}"),
                breach(
                        "rules_knowNothingAboveThem",
                        "package io.countersign.client.scenario; public class Scenario {}",
                        "package io.countersign.client.rule; class Offender { io.countersign.client.scenario.Scenario s; }"),
                breach(
                        "live_knowsNothingAboveIt",
                        "package io.countersign.client.rule; public class Rule {}",
                        "package io.countersign.client.live; class Offender { io.countersign.client.rule.Rule r; }"),
                breach(
                        "catalogue_knowsNothingAboveIt",
                        "package io.countersign.client.policy; public class PolicySet {}",
                        "package io.countersign.client.catalogue; class Offender { io.countersign.client.policy.PolicySet p; }"),
                breach(
                        "scenarios_knowNothingAboveThem",
                        "package io.countersign.client.policy; public class PolicySet {}",
                        "package io.countersign.client.scenario; class Offender { io.countersign.client.policy.PolicySet p; }"),
                breach(
                        "cel_knowsTheRulesAlone",
                        "package io.countersign.client.catalogue; public class Catalogue {}",
                        "package io.countersign.client.cel; class Offender { io.countersign.client.catalogue.Catalogue c; }"),
                breach(
                        "cel_isKnownToNobodyInTheClient",
                        "package io.countersign.client.cel; public class CelPolicies {}",
                        "package io.countersign.client.desk; class Offender { io.countersign.client.cel.CelPolicies p; }"),
                breach(
                        "ical_knowsTheCalendarsAlone",
                        "package io.countersign.client.desk; public class ChangeDesk {}",
                        "package io.countersign.client.ical; class Offender { io.countersign.client.desk.ChangeDesk d; }"),
                breach(
                        "ical_isKnownToNobodyInTheClient",
                        "package io.countersign.client.ical; public class ICalendarReader {}",
                        "package io.countersign.client.policy; class Offender { io.countersign.client.ical.ICalendarReader r; }"),
                breach(
                        "desk_isKnownToNobodyInTheClient",
                        "package io.countersign.client.desk; public class ChangeDesk {}",
                        "package io.countersign.client.rollout; class Offender { io.countersign.client.desk.ChangeDesk d; }"),
                breach(
                        "permits_areMadeByTheirPackageOnly",
                        "package io.countersign.client.rollout; public final class ApplyPermit { public ApplyPermit() {} }"),
                breach(
                        "permits_areMadeByTheirPackageOnly",
                        "package io.countersign.client.rollout; public record ApplyPermit(String digest) {}"),
                breach(
                        "permits_areMadeByTheirPackageOnly",
                        "package io.countersign.client.rollout; public interface ApplyPermit {}"),
                breach(
                        "permits_areMadeByTheirPackageOnly",
                        "package io.countersign.client.rollout; public final class ApplyPermit { ApplyPermit() {}"
                                + " public static ApplyPermit of(String digest) { return new ApplyPermit(); } }"),
                breach(
                        "permits_areMadeByTheirPackageOnly",
                        "package io.countersign.client.desk; final class ApplyPermit { ApplyPermit() {} }"),
                breach(
                        "json_knowsNoDocument",
                        "package io.countersign.model.market; public class SpotMarket {}",
                        "package io.countersign.model.json; class Offender { io.countersign.model.market.SpotMarket m; }"),
                breach(
                        "merkle_usesTheJdkAlone",
                        "package io.countersign.model.json; public class Digest {}",
                        "package io.countersign.model.merkle; class Offender { io.countersign.model.json.Digest digest; }"),
                breach(
                        "merkle_usesTheJdkAlone",
                        NODE,
                        "package io.countersign.model.merkle; class Offender { com.fasterxml.jackson.databind.JsonNode n; }"),
                breach(
                        "view_usesTheJdkAlone",
                        "package io.countersign.model.finding; public class Finding {}",
                        "package io.countersign.model.view; class Offender { io.countersign.model.finding.Finding finding; }"),
                breach(
                        "proofs_useTheJdkAndMerkleAlone",
                        "package io.countersign.model.json; public class Json {}",
                        "package io.countersign.audit.proof; class Offender { io.countersign.model.json.Json json; }"),
                breach(
                        "proofs_useTheJdkAndMerkleAlone",
                        JOOQ,
                        "package io.countersign.audit.proof; class Offender { org.jooq.DSLContext sql; }"),
                breach(
                        "model_usesTheJdkAndJacksonAlone",
                        "package org.slf4j; public class Logger {}",
                        "package io.countersign.model.journal; class Offender { org.slf4j.Logger log; }"),
                breach(
                        "jooqFlywayAndDrivers_stayInsideTheLedger",
                        JOOQ,
                        "package io.countersign.audit; class Offender { org.jooq.DSLContext sql; }"),
                breach(
                        "jooqFlywayAndDrivers_stayInsideTheLedger",
                        FLYWAY,
                        "package io.countersign.examples; class Offender { org.flywaydb.core.Flyway flyway; }"),
                breach(
                        "duckDb_staysInsideTheWarehouse",
                        DUCKDB,
                        "package io.countersign.analytics; class Offender { org.duckdb.DuckDBConnection duck; }"),
                breach(
                        "arrow_staysInsideItsClasses",
                        "package org.apache.arrow.vector; public class VectorSchemaRoot {}",
                        "package io.countersign.analytics; class ArrowResultsOffender { org.apache.arrow.vector.VectorSchemaRoot root; }"),
                breach(
                        "spreadsheets_stayInsideTheWarehouse",
                        "package org.dhatim.fastexcel; public class Workbook {}",
                        "package io.countersign.analytics; class Offender { org.dhatim.fastexcel.Workbook workbook; }"),
                breach(
                        "cel_staysInsideItsPackage",
                        CEL,
                        "package io.countersign.client.rule; class Offender { dev.cel.runtime.CelRuntime runtime; }"),
                breach(
                        "cel_staysInsideItsPackage",
                        "package com.google.common.collect; public class ImmutableList {}",
                        "package io.countersign.examples; class Offender { com.google.common.collect.ImmutableList list; }"),
                breach(
                        "iCalendar_staysInsideItsPackage",
                        BIWEEKLY,
                        "package io.countersign.client.policy; class Offender { biweekly.ICalendar calendar; }"),
                breach(
                        "iCalendar_staysInsideItsPackage",
                        "package com.github.mangstadt.vinnie; public class VObjectProperty {}",
                        "package io.countersign.client.desk; class Offender { com.github.mangstadt.vinnie.VObjectProperty p; }"),
                breach(
                        "publicSignatures_nameNoICalendarType",
                        BIWEEKLY,
                        "package io.countersign.client.ical; public class Offender { public Offender(biweekly.ICalendar c) {} }"),
                breach(
                        "publicSignatures_nameNoCelType",
                        CEL,
                        "package io.countersign.client.cel; public class Offender { public Offender(dev.cel.runtime.CelRuntime r) {} }"),
                breach(
                        "publicSignatures_nameNoJacksonType",
                        NODE,
                        "package io.countersign.model.market; public class Offender {"
                                + " public java.util.List<com.fasterxml.jackson.databind.JsonNode> tree() { return null; } }"),
                breach(
                        "publicSignatures_nameNoJacksonType",
                        MAPPER,
                        "package io.countersign.client.rule; public class Offender {"
                                + " public Offender(com.fasterxml.jackson.databind.ObjectMapper mapper) {} }"),
                clock("java.time.Instant.now()"),
                clock("java.time.LocalDate.now()"),
                clock("java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC)"),
                clock("java.time.Clock.systemUTC()"),
                clock("java.time.Clock.tickMillis(java.time.ZoneOffset.UTC)"),
                clock("java.time.InstantSource.system()"),
                clock("System.currentTimeMillis()"),
                breach(
                        "wallClock_isPassedIn",
                        "package io.countersign.client.desk; class Offender {"
                                + " java.util.function.Supplier<java.time.Instant> now = java.time.Instant::now; }"),
                breach(
                        "oldDates_areNotUsed",
                        "package io.countersign.analytics; class Offender { java.util.Date date; }"),
                breach(
                        "oldDates_areNotUsed",
                        "package io.countersign.client.ops; class Offender { Object o = java.util.Calendar.getInstance(); }"),
                breach(
                        "standardStreams_belongToTheHost",
                        "package io.countersign.client.rule; class Offender { void say() { System.out.println(); } }"),
                breach(
                        "standardStreams_belongToTheHost",
                        "package io.countersign.audit.proof; class Offender { void say() { System.err.println(); } }"),
                breach(
                        "standardStreams_belongToTheHost",
                        "package io.countersign.model; class Offender { void say(RuntimeException e) { e.printStackTrace(); } }"),
                breach("packages_areNullMarked", "package io.countersign.client.offender; class Unmarked {}"));
    }

    static Stream<Arguments> exceptions() {
        return Stream.of(
                breach(
                        "packages_areFreeOfCycles",
                        "package io.countersign.audit; public class Ledger { io.countersign.audit.internal.Store s; }",
                        "package io.countersign.audit.internal; public class Store { io.countersign.audit.Ledger l; }"),
                breach(
                        "internals_areTouchedByTheirOwnModuleOnly",
                        "package io.countersign.audit; public class Ledger { io.countersign.audit.internal.Store s; }",
                        "package io.countersign.audit.internal; public class Store {}"),
                breach(
                        "analytics_knowsModelAndAudit",
                        "package io.countersign.audit; public class AuditLedger {}",
                        "package io.countersign.analytics; class House { io.countersign.audit.AuditLedger ledger; }"),
                breach(
                        "proofs_useTheJdkAndMerkleAlone",
                        "package io.countersign.model.merkle; public class MerkleTree {}",
                        "package io.countersign.audit.proof; class Proof { io.countersign.model.merkle.MerkleTree tree; }"),
                breach(
                        "cel_staysInsideItsPackage",
                        CEL,
                        "package io.countersign.client.rule; public class Rule {}",
                        "package io.countersign.client.cel; class Compiler { dev.cel.runtime.CelRuntime runtime; }"),
                breach(
                        "iCalendar_staysInsideItsPackage",
                        BIWEEKLY,
                        "package io.countersign.client.policy; public class CalendarWindow {}",
                        "package io.countersign.client.ical; class CalendarImport { biweekly.ICalendar calendar; }"),
                breach(
                        "desk_isKnownToNobodyInTheClient",
                        "package io.countersign.client.rollout; public class Rollout {}",
                        "package io.countersign.client.desk; class ChangeDesk { io.countersign.client.rollout.Rollout r; }"),
                breach(
                        "permits_areMadeByTheirPackageOnly",
                        "package io.countersign.client.rollout; public final class ApplyPermit { ApplyPermit() {}"
                                + " static ApplyPermit mint() { return new ApplyPermit(); } }"),
                breach(
                        "publicSignatures_nameNoJacksonType",
                        NODE,
                        "package io.countersign.model.json; public class Json {"
                                + " static com.fasterxml.jackson.databind.JsonNode tree() { return null; } }"),
                breach(
                        "wallClock_isPassedIn",
                        "package io.countersign.client.desk; class Timed { long nanos = System.nanoTime();"
                                + " java.time.LocalDate day(java.time.Clock c) { return java.time.LocalDate.now(c); } }"),
                breach(
                        "standardStreams_belongToTheHost",
                        "package io.countersign.audit.proof; public class VerifyProof {"
                                + " public static void main(String[] args) { System.out.println(); } }",
                        "package io.countersign.audit.proof; class Rejection { void tell(Exception e, java.io.PrintWriter w)"
                                + " { e.printStackTrace(w); } }"),
                breach(
                        "packages_areNullMarked",
                        NULL_MARKED,
                        "@org.jspecify.annotations.NullMarked package io.countersign.client.marked;",
                        "package io.countersign.client.marked; class Marked {}"));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("breaches")
    void rule_brokenByOneClass_goesRedAndNamesIt(String rule, List<String> sources) throws Exception {
        EvaluationResult result = rule(rule).evaluate(compiled(sources));

        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().getDetails())
                .isNotEmpty()
                .allMatch(line -> line.contains("Offender")
                        || line.contains("ApplyPermit")
                        || line.contains("io.countersign.client.offender"));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("exceptions")
    void rule_withItsException_staysGreen(String rule, List<String> sources) throws Exception {
        EvaluationResult result = rule(rule).evaluate(compiled(sources));

        assertThat(result.getFailureReport().getDetails()).isEmpty();
    }

    @Test
    void rules_allOfThem_areBrokenHere() {
        Set<String> broken =
                breaches().map(breach -> (String) breach.get()[0]).collect(Collectors.toCollection(TreeSet::new));
        List<String> rules = Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                .filter(field -> ArchRule.class.isAssignableFrom(field.getType()))
                .map(Field::getName)
                .toList();

        assertThat(broken).isNotEmpty().containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    void canary_emptyScan_goesRed() {
        JavaClasses nothing = new ClassFileImporter().importPath(directory);

        assertThatThrownBy(() -> ArchitectureTest.canary_everyRoom_holdsAsManyClassesAsExpected(nothing))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("io.countersign.model holds 0 classes")
                .hasMessageContaining("io.countersign.analytics was not scanned");
    }

    private static Arguments breach(String rule, String... sources) {
        return Arguments.of(rule, List.of(sources));
    }

    private static Arguments clock(String reading) {
        return breach(
                "wallClock_isPassedIn",
                "package io.countersign.audit.internal; class Offender { Object at = " + reading + "; }");
    }

    private static ArchRule rule(String name) throws ReflectiveOperationException {
        return (ArchRule) ArchitectureTest.class.getDeclaredField(name).get(null);
    }

    private JavaClasses compiled(List<String> sources) throws IOException {
        List<JavaFileObject> files = new ArrayList<>();
        for (String source : sources) {
            files.add(new Source(source));
        }
        StringWriter messages = new StringWriter();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        boolean done = javac.getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-cp", directory.toString(), "-d", directory.toString()),
                        null,
                        files)
                .call();
        assertThat(done).as("Compiling: %s", messages).isTrue();
        return new ClassFileImporter().importPath(directory);
    }

    /** A class as text; its file is named after the type, or {@code package-info} where it has none. */
    private static final class Source extends SimpleJavaFileObject {
        private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record) (\\w+)");

        private final String text;

        Source(String text) {
            super(URI.create("memory:///" + name(text) + ".java"), Kind.SOURCE);
            this.text = text;
        }

        private static String name(String text) {
            Matcher type = TYPE.matcher(text);
            return type.find() ? type.group(1) : "package-info";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
