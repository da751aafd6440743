package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictCarried;
import io.countersign.model.change.VerdictSuperseded;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditWarehouseTest {
    private static final DocumentId XBT = DocumentId.parse("spot-market/kraken/XBTUSD");

    @TempDir
    Path directory;

    private final Recorder recorder = new Recorder();
    private final ConfigSnapshot before = Markets.start();
    private final ConfigSnapshot after = before.with(Markets.spot("XBTUSD", "0.5", "0.0001"));

    @Test
    void asOf_aroundAChangeAndItsRollback_givesWhatWasInForce() {
        Story story = tellStory();

        try (AuditWarehouse warehouse = open()) {
            Instant end = recorder.now();
            assertThat(warehouse.scopes()).containsExactly(Recorder.SCOPE);
            assertThat(warehouse
                            .asOf(Recorder.SCOPE, Recorder.START.minusNanos(1_000), end)
                            .size())
                    .isZero();
            assertThat(warehouse.asOf(Recorder.SCOPE, story.appliedAt().minusNanos(1_000), end))
                    .isEqualTo(before);
            assertThat(warehouse.asOf(Recorder.SCOPE, story.appliedAt(), end)).isEqualTo(after);
            assertThat(warehouse.asOf(Recorder.SCOPE, story.appliedAt(), end).root())
                    .isEqualTo(after.root());
            assertThat(warehouse.asOf(Recorder.SCOPE, story.rolledBackAt(), end))
                    .isEqualTo(before);
            assertThat(warehouse.asOf(XBT, story.appliedAt(), end)).contains(Markets.spot("XBTUSD", "0.5", "0.0001"));
            assertThat(warehouse.asOf(Recorder.SCOPE, DocumentKind.MARGIN_SCHEDULE, story.appliedAt(), end))
                    .isEqualTo(ConfigSnapshot.of(Recorder.SCOPE, after.all(MarginSchedule.class)));
            assertThat(warehouse.asOf(DocumentId.parse("spot-market/kraken/NONE"), end, end))
                    .isEmpty();
        }
    }

    @Test
    void asOf_changeRecordedLate_countsOnlyForThoseWhoKnow() {
        recorder.baseline(before, Recorder.START);
        Instant effectiveAt = recorder.advance(Duration.ofHours(1)).now();
        Instant recordedAt = recorder.advance(Duration.ofHours(5)).now();
        recorder.changed("alice", "CHG-1", Recorder.POLICY, false, SemanticDiff.between(before, after), effectiveAt);

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.asOf(Recorder.SCOPE, effectiveAt, recordedAt.minusNanos(1_000)))
                    .isEqualTo(before);
            assertThat(warehouse.asOf(Recorder.SCOPE, effectiveAt, recordedAt)).isEqualTo(after);
        }
    }

    @Test
    void asOf_sameDocumentInTwoEnvironments_asksForTheScope() {
        Scope staging = new Scope("kraken", "staging");
        recorder.baseline(before, Recorder.START);
        recorder.baseline(ConfigSnapshot.of(staging, after.documents().values()), Recorder.START);

        try (AuditWarehouse warehouse = open()) {
            assertThatThrownBy(() -> warehouse.asOf(XBT, Recorder.START, Recorder.START))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("kraken/staging");
            assertThat(warehouse.asOf(staging, XBT, Recorder.START, Recorder.START))
                    .contains(Markets.spot("XBTUSD", "0.5", "0.0001"));
        }
    }

    @Test
    void asOf_fieldOfADocumentThatWasNotThereYet_isATypedError() {
        recorder.baseline(before, Recorder.START);
        Instant early = Recorder.START.minus(Duration.ofDays(1));
        recorder.changed("alice", "CHG-1", Recorder.POLICY, false, SemanticDiff.between(before, after), early);

        try (AuditWarehouse warehouse = open()) {
            assertThatThrownBy(() -> warehouse.asOf(Recorder.SCOPE, early, recorder.now()))
                    .isInstanceOf(IncoherentHistoryException.class)
                    .hasMessageContaining("spot-market/kraken/XBTUSD");
        }
    }

    @Test
    void blame_afterApply_namesChangeApproversAndPrevious() {
        Story story = tellStory();

        try (AuditWarehouse warehouse = open()) {
            FieldBlame tick = only(warehouse.blame(Recorder.SCOPE, XBT, story.appliedAt(), recorder.now()));
            assertThat(tick.value()).contains(JsonText.of("0.5"));
            assertThat(tick.previousValue()).contains(JsonText.of("0.1"));
            assertThat(tick.actor()).isEqualTo(Actor.of("alice"));
            assertThat(tick.changeId()).contains("CHG-1");
            assertThat(tick.planDigest()).contains(story.plan().digest());
            assertThat(tick.approvers()).containsExactly(Actor.of("bob"), Actor.of("carol"));
            assertThat(tick.effectiveAt()).isEqualTo(story.appliedAt());
            assertThat(tick.rollback()).isFalse();
            assertThat(tick)
                    .hasToString("spot-market/kraken/XBTUSD /priceRule/tickSize: 0.1 -> 0.5 by alice in CHG-1,"
                            + " approved by [bob, carol], effective 2026-01-30T13:00:00Z, entry #" + tick.sequence());
        }
    }

    @Test
    void blame_atTheEnd_namesTheRollbackAndTheBaseline() {
        tellStory();

        try (AuditWarehouse warehouse = open()) {
            List<FieldBlame> blame = warehouse.blame(XBT);
            FieldBlame tick = only(blame);
            assertThat(tick.rollback()).isTrue();
            assertThat(tick.value()).contains(JsonText.of("0.1"));
            assertThat(tick.previousValue()).contains(JsonText.of("0.5"));
            assertThat(tick.approvers()).containsExactly(Actor.of("bob"), Actor.of("carol"));
            assertThat(blame)
                    .filteredOn(field -> !field.path().equals("/priceRule/tickSize"))
                    .allSatisfy(field -> {
                        assertThat(field.changeId()).isEmpty();
                        assertThat(field.approvers()).isEmpty();
                        assertThat(field.actor()).isEqualTo(Actor.of("importer"));
                    })
                    .hasSizeGreaterThan(3);
            assertThat(warehouse.blame(DocumentId.parse("spot-market/kraken/NONE")))
                    .isEmpty();
        }
    }

    @Test
    void blame_planThatNobodyApproved_namesNoApprover() {
        tellStory();
        recorder.advance(Duration.ofHours(1));
        recorder.changed(
                "mallory", "CHG-1", Recorder.POLICY, false, SemanticDiff.between(before, after), recorder.now());

        try (AuditWarehouse warehouse = open()) {
            FieldBlame tick = only(warehouse.blame(XBT));
            assertThat(tick.actor()).isEqualTo(Actor.of("mallory"));
            assertThat(tick.approvers()).isEmpty();
        }
    }

    @Test
    void blame_verdictsOtherThanAStandingApproval_nameNoApprover() {
        recorder.baseline(before, Recorder.START);
        SemanticDiff diff = SemanticDiff.between(before, after);
        ChangeProposed proposal = recorder.proposal("CHG-8", 1, before, diff);
        recorder.propose("alice", proposal);
        Digest plan = recorder.submit("alice", proposal, before).digest();
        recorder.verdict("bob", "CHG-8", "ticks", Verdict.APPROVE, plan);
        recorder.verdict("carol", "CHG-8", "ticks", Verdict.APPROVE, plan);
        recorder.verdict("carol", "CHG-8", "ticks", Verdict.WITHDRAW, plan);
        recorder.verdict("dave", "CHG-8", "risk", Verdict.ABSTAIN, plan);
        recorder.verdict("erin", "CHG-8", "risk", Verdict.APPROVE, plan);
        recorder.advance(Duration.ofMinutes(1));
        recorder.changed("alice", "CHG-8", plan, false, diff, recorder.now());
        recorder.verdict("erin", "CHG-8", "risk", Verdict.WITHDRAW, plan);
        recorder.verdict("frank", "CHG-8", "risk", Verdict.APPROVE, plan);

        try (AuditWarehouse warehouse = open()) {
            assertThat(only(warehouse.blame(XBT)).approvers()).containsExactly(Actor.of("bob"), Actor.of("erin"));
        }
    }

    @Test
    void blame_documentRemoved_namesWhoRemovedEachField() {
        recorder.baseline(before, Recorder.START);
        recorder.advance(Duration.ofHours(1));
        recorder.changed(
                "dave",
                "CHG-2",
                Recorder.POLICY,
                false,
                SemanticDiff.between(before, before.without(XBT)),
                recorder.now());

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.asOf(XBT, recorder.now(), recorder.now())).isEmpty();
            assertThat(warehouse.blame(XBT)).isNotEmpty().allSatisfy(field -> {
                assertThat(field.value()).isEmpty();
                assertThat(field.previousValue()).isPresent();
                assertThat(field.actor()).isEqualTo(Actor.of("dave"));
            });
        }
    }

    @Test
    void diff_statementThatDropsFieldsAndIsKnownLater_isTheCauseOnlyFromThen() {
        ConfigSnapshot fewer = before.with(Markets.margin("PF_XBTUSD", MarginTier.of("0", "0.02", "0.01")));
        recorder.baseline(before, Recorder.START);
        Instant stated = recorder.advance(Duration.ofDays(3)).now();
        recorder.baseline(fewer, stated);
        Instant late = recorder.advance(Duration.ofDays(3)).now();
        recorder.baseline(fewer, Recorder.START.plus(Duration.ofDays(1)));

        try (AuditWarehouse warehouse = open()) {
            PointInTime start = PointInTime.of(Recorder.START);
            assertThat(warehouse.diff(Recorder.SCOPE, start, new PointInTime(stated, stated)))
                    .isNotEmpty()
                    .allSatisfy(field -> assertThat(field.recordedAt()).contains(stated));
            assertThat(warehouse.diff(Recorder.SCOPE, start, new PointInTime(stated, late)))
                    .isNotEmpty()
                    .allSatisfy(field -> assertThat(field.recordedAt()).contains(late));
        }
    }

    @Test
    void approvals_editVoidsAndSelfApprovalIsRefused_saysWhichCount() {
        Story story = tellStory();

        try (AuditWarehouse warehouse = open()) {
            List<Approval> approvals = warehouse.approvals("CHG-1");
            assertThat(approvals)
                    .extracting(
                            approval -> approval.reviewer().id(),
                            Approval::standing,
                            approval -> approval.verdict().map(Verdict::name).orElse(""),
                            approval -> approval.planDigest().isEmpty()
                                    ? ""
                                    : approval.planDigest()
                                                    .get()
                                                    .equals(story.plan().digest())
                                            ? "second"
                                            : "first")
                    .containsExactly(
                            tuple("alice", Approval.Standing.REFUSED, "", ""),
                            tuple("bob", Approval.Standing.SUPERSEDED, "APPROVE", "first"),
                            tuple("bob", Approval.Standing.LIVE, "APPROVE", "second"),
                            tuple("carol", Approval.Standing.SUPERSEDED, "REQUEST_CHANGES", "second"),
                            tuple("carol", Approval.Standing.LIVE, "APPROVE", "second"));
            assertThat(approvals.get(0).refusalCode()).contains("SELF_APPROVAL");
            assertThat(approvals.get(0).reason()).contains("alice may not approve");
            assertThat(approvals.get(1).reason()).contains("edited after the verdict");
            assertThat(approvals.get(1).endedSequence()).isPresent();
            assertThat(approvals.get(2).requirement()).contains("market-ops");
            assertThat(approvals.get(3).reason()).contains("the reviewer gave another verdict: APPROVE");
            assertThat(warehouse.approvals()).hasSize(6);
            assertThat(warehouse.approvals("CHG-404")).isEmpty();
        }
    }

    @Test
    void approvals_laterSubmissionCarriesAVerdictOver_itIsLiveAndTheOthersAreNot() {
        recorder.baseline(before, Recorder.START);
        SemanticDiff diff = SemanticDiff.between(before, before.without(XBT));
        ChangeProposed first = recorder.proposal("CHG-9", 1, before, diff);
        recorder.propose("alice", first);
        ChangePlan plan = recorder.submit("alice", first, before);
        recorder.verdict("bob", "CHG-9", "ticks", Verdict.APPROVE, plan.digest());
        recorder.verdict("carol", "CHG-9", "risk", Verdict.APPROVE, plan.digest());
        ChangeProposed second = recorder.proposal("CHG-9", 2, before, diff);
        recorder.amend("alice", second, List.of());
        ChangePlan later = recorder.submit(
                "alice",
                second,
                before,
                VerdictCarried.builder()
                        .reviewer(Actor.of("bob"))
                        .requirement("ticks")
                        .planDigest(plan.digest())
                        .scopeDigest(Recorder.POLICY)
                        .build());
        recorder.verdict("dave", "CHG-9", "risk", Verdict.APPROVE, later.digest());
        recorder.changed("alice", "CHG-9", later.digest(), false, diff, recorder.now());

        try (AuditWarehouse warehouse = open()) {
            assertThat(warehouse.approvals("CHG-9"))
                    .extracting(approval -> approval.reviewer().id(), Approval::standing, Approval::carriedTo)
                    .containsExactly(
                            tuple("bob", Approval.Standing.LIVE, Optional.of(later.digest())),
                            tuple("carol", Approval.Standing.SUPERSEDED, Optional.empty()),
                            tuple("dave", Approval.Standing.LIVE, Optional.empty()));
            assertThat(warehouse.blame(XBT))
                    .extracting(FieldBlame::approvers)
                    .isNotEmpty()
                    .containsOnly(List.of(Actor.of("bob"), Actor.of("dave")));
        }
    }

    @Test
    void query_changeSummary_foldsTheChange() {
        Story story = tellStory();

        try (AuditWarehouse warehouse = open()) {
            ResultTable table = warehouse.query("SELECT * FROM change_summary ORDER BY change_id");
            assertThat(table.rowCount()).isEqualTo(2);
            assertThat(table.cell(0, "proposer")).contains("alice");
            assertThat(table.cell(0, "revision")).contains(2);
            assertThat(table.cell(0, "status")).contains("applied");
            assertThat(table.cell(0, "risk_tier")).contains("MEDIUM");
            assertThat(table.cell(0, "plan_digest"))
                    .contains(story.plan().digest().toString());
            assertThat(table.cell(0, "approvers")).contains(List.of("bob", "carol"));
            assertThat(table.cell(0, "fields_changed")).contains(1L);
            assertThat(table.cell(0, "applied_at", Instant.class)).contains(story.appliedAt());
            assertThat(table.cell(1, "change_id")).contains("CHG-9");
            assertThat(warehouse.query("SELECT code FROM refused_attempt").cell(0, 0))
                    .contains("SELF_APPROVAL");
        }
    }

    @Test
    void query_emptyExport_answersWithoutRows() {
        try (AuditWarehouse warehouse = open()) {
            for (String view : List.of(
                    "audit_entry",
                    "field_change",
                    "change_event",
                    "change_summary",
                    "approval",
                    "refused_attempt",
                    "field_current",
                    "blame")) {
                assertThat(warehouse.query("FROM " + view).rowCount()).as(view).isZero();
            }
            assertThat(warehouse.scopes()).isEmpty();
            assertThat(warehouse.blame(XBT)).isEmpty();
        }
    }

    @Test
    void open_cancelled_isCancelled() {
        tellStory();
        open().close();

        assertThatThrownBy(
                        () -> AuditWarehouse.builder().cancelledBy(() -> true).open(directory))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("Opening the export");
    }

    @Test
    void questions_cancelled_areCancelledAndTheWarehouseStaysUsable() {
        Story story = tellStory();
        open().close();
        AtomicBoolean stop = new AtomicBoolean();
        try (AuditWarehouse warehouse =
                AuditWarehouse.builder().cancelledBy(stop::get).open(directory)) {
            stop.set(true);
            for (ThrowingCallable question : List.<ThrowingCallable>of(
                    warehouse::scopes,
                    warehouse::approvals,
                    () -> warehouse.blame(XBT),
                    () -> warehouse.asOf(XBT, story.appliedAt(), story.appliedAt()),
                    () -> warehouse.changes().deliveries(),
                    () -> warehouse.query("SELECT 42"),
                    () -> warehouse.analyst(QueryLimits.DEFAULT))) {
                assertThatThrownBy(question).isInstanceOf(CancellationException.class);
            }

            stop.set(false);
            assertThat(warehouse.scopes()).containsExactly(Recorder.SCOPE);
            assertThat(warehouse.query("SELECT 42").cell(0, 0)).contains(42);
        }
    }

    @Test
    void open_directoryWithoutExport_isATypedError() {
        assertThatThrownBy(() -> AuditWarehouse.open(directory))
                .isInstanceOf(ExportIntegrityException.class)
                .hasMessageContaining("There is no export");
    }

    private record Story(ChangePlan plan, Instant appliedAt, Instant rolledBackAt) {}

    /** Proposed, self-approval refused, approved, edited, approved anew, applied, rolled back; and another one just begun. */
    private Story tellStory() {
        recorder.baseline(before, Recorder.START);
        ConfigSnapshot draft = before.with(Markets.spot("XBTUSD", "0.2", "0.0001"));
        ChangeProposed first = recorder.proposal("CHG-1", 1, before, SemanticDiff.between(before, draft));
        recorder.propose("alice", first);
        ChangePlan firstPlan = recorder.submit("alice", first, before);
        recorder.refused("alice", "CHG-1", "approve", "SELF_APPROVAL");
        recorder.verdict("bob", "CHG-1", "market-ops", Verdict.APPROVE, firstPlan.digest());
        ChangeProposed second = recorder.proposal("CHG-1", 2, before, SemanticDiff.between(before, after));
        recorder.amend(
                "alice",
                second,
                List.of(VerdictSuperseded.builder()
                        .reviewer(Actor.of("bob"))
                        .requirement("market-ops")
                        .planDigest(firstPlan.digest())
                        .reason("edited after the verdict")
                        .build()));
        ChangePlan plan = recorder.submit("alice", second, before);
        recorder.verdict("bob", "CHG-1", "market-ops", Verdict.APPROVE, plan.digest());
        recorder.verdict("carol", "CHG-1", "risk", Verdict.REQUEST_CHANGES, plan.digest());
        recorder.verdict("carol", "CHG-1", "risk", Verdict.APPROVE, plan.digest());
        recorder.approved("CHG-1", plan.digest());
        Instant appliedAt = recorder.advance(Duration.ofHours(1)).now();
        recorder.changed("alice", "CHG-1", plan.digest(), false, plan.changes(), appliedAt);
        recorder.applied("CHG-1", plan.digest());
        Instant rolledBackAt = recorder.advance(Duration.ofHours(1)).now();
        recorder.changed("alice", "CHG-1", plan.digest(), true, plan.inverse(), rolledBackAt);
        ChangeProposed other = recorder.proposal("CHG-9", 1, before, SemanticDiff.between(before, draft));
        recorder.propose("dave", other);
        ChangePlan otherPlan = recorder.submit("dave", other, before);
        recorder.verdict("bob", "CHG-9", "market-ops", Verdict.ABSTAIN, otherPlan.digest());
        return new Story(plan, appliedAt, rolledBackAt);
    }

    private static FieldBlame only(List<FieldBlame> blame) {
        return blame.stream()
                .filter(field -> field.path().equals("/priceRule/tickSize"))
                .findFirst()
                .orElseThrow();
    }

    private AuditWarehouse open() {
        LedgerExporter.builder().journal(recorder.journal()).build().export(directory);
        return AuditWarehouse.open(directory);
    }
}
