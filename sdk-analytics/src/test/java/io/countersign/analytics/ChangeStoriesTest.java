package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeClosed;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.CheckOutcome;
import io.countersign.model.change.CheckReported;
import io.countersign.model.change.Decision;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.change.RiskAssessment;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.TemplateReference;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictCarried;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.change.VerdictSuperseded;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short stories of changes with a turn in them, as a desk records them, and what the questions make of each. */
class ChangeStoriesTest {
    private static final String ID = "CHG-1";

    @TempDir
    Path directory;

    private final Recorder recorder = new Recorder();
    private final ConfigSnapshot before = Markets.start();
    private final ConfigSnapshot after = before.with(Markets.spot("XBTUSD", "0.5", "0.0001"));
    private final SemanticDiff diff = SemanticDiff.between(before, after);
    private final ChangeProposed proposal = recorder.proposal(ID, 1, before, diff);

    @BeforeEach
    void recordBaseline() {
        recorder.baseline(before, Recorder.START);
    }

    @Test
    void approval_carriedOverAndThenEditedAgain_isEndedByThatEdit() {
        Digest first = submitted();
        approve("bob", first);
        amend(2, superseded("bob", first, "edited by alice (revision 2)"));
        recorder.submit("alice", revision(2), before, carried("bob", first));
        amend(3);

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.approvals(ID))
                    .extracting(
                            Approval::standing, approval -> approval.reason().orElse(""))
                    .containsExactly(tuple(Approval.Standing.SUPERSEDED, "edited by alice (revision 3)"));
            assertThat(warehouse.query("SELECT approvers FROM change_summary").cell(0, 0))
                    .contains(List.of());
        }
    }

    @Test
    void approval_carriedOverOnceOrTwice_isEndedByTheEditAfterWhichItIsNot() {
        Digest first = submitted();
        approve("bob", first);
        approve("carol", first);
        approve("dave", first);
        amend(2, superseded("bob", first, "edited by alice (revision 2)"));
        recorder.submit("alice", revision(2), before, carried("bob", first), carried("dave", first));
        amend(3);
        Digest third = recorder.submit("alice", revision(3), before, carried("dave", first))
                .digest();

        try (AuditWarehouse warehouse = open()) {
            List<Approval> approvals = warehouse.approvals(ID);
            assertThat(approvals)
                    .extracting(
                            approval -> approval.reviewer().id(),
                            approval -> approval.reason().orElse(""))
                    .containsExactly(
                            tuple("bob", "edited by alice (revision 3)"),
                            tuple("carol", "edited by alice (revision 2)"),
                            tuple("dave", ""));
            assertThat(approvals.get(2).carriedTo()).contains(third);
        }
    }

    @Test
    void approval_carriedOverAfterADetour_countsAgain() {
        Digest first = submitted();
        approve("bob", first);
        approve("carol", first);
        recorder.verdict("carol", ID, "ticks", Verdict.REQUEST_CHANGES, first);
        amend(2, superseded("bob", first, "edited by alice (revision 2)"));
        Digest second = recorder.submit("alice", revision(2), before).digest();
        approve("carol", second);
        amend(3);
        Digest third = recorder.submit("alice", revision(3), before, carried("bob", first), carried("carol", first))
                .digest();

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.approvals(ID))
                    .extracting(approval -> approval.reviewer().id(), Approval::standing, Approval::carriedTo)
                    .containsExactly(
                            tuple("bob", Approval.Standing.LIVE, Optional.of(third)),
                            tuple("carol", Approval.Standing.SUPERSEDED, Optional.empty()),
                            tuple("carol", Approval.Standing.LIVE, Optional.of(third)),
                            tuple("carol", Approval.Standing.SUPERSEDED, Optional.empty()));
        }
    }

    @Test
    void duties_submittedAndCarriedOutByOne_areOneHand() {
        recorder.propose("alice", proposal);
        Digest plan = recorder.submit("dave", proposal, before).digest();
        event("dave", ChangeEvents.APPLYING, plan);

        assertViolations(tuple(DutyViolation.Kind.ALONE, "dave"));
    }

    @Test
    void duties_overrideByWhoCarriesItOut_isAnApproval() {
        Digest plan = submitted();
        recorder.verdict("cleo", ID, "ticks", Verdict.OVERRIDE, plan);
        event("cleo", ChangeEvents.APPLYING, plan);

        assertViolations(tuple(DutyViolation.Kind.APPROVED_AND_CARRIED_OUT, "cleo"));
    }

    @Test
    void duties_approvalInThePlaceOfWhoCarriesItOut_isTheirsToo() {
        Digest plan = submitted();
        recorder.append(
                "sam",
                ChangeEvents.changeStream(ID),
                ChangeEvents.VERDICT_GIVEN,
                VerdictGiven.builder()
                        .changeId(ID)
                        .requirement("ticks")
                        .verdict(Verdict.APPROVE)
                        .planDigest(plan)
                        .policyDigest(Recorder.POLICY)
                        .onBehalfOf(Actor.of("alice"))
                        .comment("seen")
                        .build());
        event("alice", ChangeEvents.APPLYING, plan);

        assertViolations(
                tuple(DutyViolation.Kind.SELF_APPROVAL, "alice"),
                tuple(DutyViolation.Kind.APPROVED_AND_CARRIED_OUT, "alice"),
                tuple(DutyViolation.Kind.ALONE, "alice"));
        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.approvals(ID)).singleElement().satisfies(approval -> {
                assertThat(approval.onBehalfOf()).contains(Actor.of("alice"));
                assertThat(approval.toString()).startsWith("CHG-1: sam in the place of alice said APPROVE");
            });
        }
    }

    @Test
    void duties_reviewByWhoRolledItBack_isTheirOwn() {
        Digest plan = submitted();
        approve("bob", plan);
        event("carol", ChangeEvents.APPLYING, plan);
        event("desk", ChangeEvents.APPLIED, plan);
        event("olga", ChangeEvents.ROLLING_BACK, plan);
        event("desk", ChangeEvents.ROLLED_BACK, plan);
        close("olga");

        assertViolations(tuple(DutyViolation.Kind.OWN_REVIEW, "olga"));
    }

    @Test
    void duties_reviewOfACriticalChangeByWhoCarriedItOut_isTheirOwn() {
        recorder.propose("alice", proposal);
        ChangePlan plan = ChangePlan.builder()
                .from(recorder.plan(proposal, before))
                .risk(RiskAssessment.builder().tier(RiskTier.CRITICAL).build())
                .build();
        recorder.append(
                "alice",
                ChangeEvents.changeStream(ID),
                ChangeEvents.SUBMITTED,
                ChangeSubmitted.builder()
                        .changeId(ID)
                        .planDigest(plan.digest())
                        .plan(plan)
                        .build());
        approve("bob", plan.digest());
        event("carol", ChangeEvents.APPLYING, plan.digest());
        event("desk", ChangeEvents.APPLIED, plan.digest());
        close("carol");

        assertViolations(tuple(DutyViolation.Kind.OWN_REVIEW, "carol"));
    }

    @Test
    void duties_changeByATemplateThatWasNotCarriedOut_nameTheTemplate() {
        ChangeProposed standard = ChangeProposed.builder()
                .from(proposal)
                .template(TemplateReference.of("ticks", Recorder.POLICY))
                .build();
        recorder.propose("alice", standard);
        approve("alice", recorder.submit("alice", standard, before).digest());

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.changes().segregationOfDuties())
                    .extracting(DutyViolation::template)
                    .containsExactly(Optional.of("ticks"));
        }
    }

    @Test
    void drift_twiceInOneChange_isTwoShortOnes() {
        Digest plan = submitted();
        recorder.refused("olga", ID, "apply", "DRIFT");
        recorder.advance(Duration.ofMinutes(1));
        event("olga", ChangeEvents.APPLYING, plan);
        event("desk", ChangeEvents.APPLIED, plan);
        recorder.advance(Duration.ofDays(7));
        recorder.refused("olga", ID, "roll back", "DRIFT");
        recorder.refused("olga", ID, "roll back", "DRIFT");
        recorder.advance(Duration.ofMinutes(2));
        event("olga", ChangeEvents.ROLLING_BACK, plan);
        recorder.advance(Duration.ofHours(5));
        event("desk", ChangeEvents.FAILED, plan);

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.changes().drift())
                    .extracting(DriftNotice::openTime)
                    .containsExactlyInAnyOrder(Duration.ofMinutes(1), Duration.ofMinutes(2));
            assertThat(warehouse
                            .query("SELECT notices, ended_by FROM drift_notice ORDER BY sequence")
                            .toJsonLines())
                    .isEqualTo("""
                            {"notices":1,"ended_by":"applying"}
                            {"notices":2,"ended_by":"rolling-back"}
                            """);
        }
    }

    @Test
    void errorProneFields_twoChangesOfThreeRolledBackTheLaterFirst_areBothUndone() {
        recorder.changed("olga", ID, Recorder.POLICY, false, diff, recorder.now());
        ConfigSnapshot third = before.with(Markets.spot("XBTUSD", "1", "0.0001"));
        SemanticDiff next = SemanticDiff.between(after, third);
        recorder.advance(Duration.ofHours(1));
        recorder.changed("olga", "CHG-2", Recorder.POLICY, false, next, recorder.now());
        recorder.advance(Duration.ofHours(1));
        recorder.changed("olga", "CHG-2", Recorder.POLICY, true, next.inverse(), recorder.now());
        recorder.advance(Duration.ofHours(1));
        recorder.changed("olga", ID, Recorder.POLICY, true, diff.inverse(), recorder.now());
        recorder.advance(Duration.ofDays(2));
        recorder.changed("olga", "CHG-3", Recorder.POLICY, false, diff, recorder.now());

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.changes().errorProneFields())
                    .extracting(FieldTrouble::changes, FieldTrouble::undone)
                    .containsExactly(tuple(3L, 2L));
        }
    }

    @Test
    void facts_reportOfACheck_remarkItsSummary() {
        Digest plan = submitted();
        recorder.append(
                "ci",
                ChangeEvents.changeStream(ID),
                ChangeEvents.CHECK_REPORTED,
                CheckReported.builder()
                        .changeId(ID)
                        .planDigest(plan)
                        .check("replay")
                        .outcome(CheckOutcome.PASS)
                        .summary("17 orders moved")
                        .build());

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse
                            .query("SELECT remark FROM change_fact WHERE type = 'change.check-reported'")
                            .cell(0, 0))
                    .contains("17 orders moved");
        }
    }

    @Test
    void before_oneIncidentGivenTwice_countsItsChangesOnce() {
        recorder.changed("carol", ID, Recorder.POLICY, false, diff, recorder.now());
        Incident incident = new Incident("INC-1", recorder.now().plusSeconds(5));

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.changes().before(List.of(incident, incident), Duration.ofMinutes(1)))
                    .extracting(PrecedingChange::fields)
                    .containsExactly(1L);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Z", "+02:00", "-05:30", "UT+02:00", "Etc/GMT+5", "Europe/London", "America/New_York"})
    void offHours_anyZone_goesByTheClockOnItsWall(String name) {
        ZoneId zone = ZoneId.of(name);
        Set<DayOfWeek> weekend = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        LocalTime opens = LocalTime.of(9, 0);
        LocalTime closes = LocalTime.of(17, 0);
        LedgerExporter.builder().journal(SampleHistory.journal()).build().export(directory);

        try (AuditWarehouse warehouse = AuditWarehouse.open(directory)) {
            List<ChangeDelivery> expected = warehouse.changes().deliveries().stream()
                    .filter(delivery -> {
                        ZonedDateTime at = delivery.startedAt().atZone(zone);
                        return weekend.contains(at.getDayOfWeek())
                                || at.toLocalTime().isBefore(opens)
                                || !at.toLocalTime().isBefore(closes);
                    })
                    .toList();
            assertThat(warehouse.changes().offHours(zone, opens, closes)).isEqualTo(expected);
        }
    }

    private void assertViolations(Tuple... expected) {
        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.changes().segregationOfDuties())
                    .extracting(
                            DutyViolation::kind, violation -> violation.actor().id())
                    .containsExactlyInAnyOrder(expected);
        }
    }

    private AuditWarehouse open() {
        LedgerExporter.builder().journal(recorder.journal()).build().export(directory);
        return AuditWarehouse.open(directory);
    }

    /** Proposed and submitted by alice. */
    private Digest submitted() {
        recorder.propose("alice", proposal);
        return recorder.submit("alice", proposal, before).digest();
    }

    private ChangeProposed revision(int revision) {
        return recorder.proposal(ID, revision, before, diff);
    }

    private void amend(int revision, VerdictSuperseded... superseded) {
        recorder.amend("alice", revision(revision), List.of(superseded));
    }

    private void approve(String reviewer, Digest plan) {
        recorder.verdict(reviewer, ID, "ticks", Verdict.APPROVE, plan);
    }

    private static VerdictSuperseded superseded(String reviewer, Digest plan, String reason) {
        return VerdictSuperseded.builder()
                .reviewer(Actor.of(reviewer))
                .requirement("ticks")
                .planDigest(plan)
                .reason(reason)
                .build();
    }

    private static VerdictCarried carried(String reviewer, Digest plan) {
        return VerdictCarried.builder()
                .reviewer(Actor.of(reviewer))
                .requirement("ticks")
                .planDigest(plan)
                .scopeDigest(Recorder.POLICY)
                .build();
    }

    private void event(String actor, String type, Digest plan) {
        boolean isIntent = type.equals(ChangeEvents.APPLYING) || type.equals(ChangeEvents.ROLLING_BACK);
        recorder.append(
                actor,
                ChangeEvents.changeStream(ID),
                type,
                isIntent
                        ? ChangeApplying.builder()
                                .changeId(ID)
                                .planDigest(plan)
                                .applyKey("key")
                                .decision(Decision.builder()
                                        .planDigest(plan)
                                        .policyDigest(Recorder.POLICY)
                                        .permitted(true)
                                        .build())
                                .build()
                        : ChangeOutcome.builder()
                                .changeId(ID)
                                .planDigest(plan)
                                .outcome("as it went")
                                .build());
    }

    private void close(String actor) {
        recorder.append(
                actor,
                ChangeEvents.changeStream(ID),
                ChangeEvents.CLOSED,
                ChangeClosed.builder()
                        .changeId(ID)
                        .outcome(ReviewOutcome.SUCCESSFUL)
                        .review("looked at")
                        .followUps(List.of())
                        .build());
    }
}
