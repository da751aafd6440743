package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.RequiredDocument;
import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rollout.ApplyPermit;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.ExchangeReading;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rollout.Stage;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.AppendConflictException;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.Attachment;
import io.countersign.model.change.AttemptRefused;
import io.countersign.model.change.ChangeAmended;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.TickSize;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeDeskTest {
    private final DeskFixture fixture = new DeskFixture();

    @Test
    void rollback_fieldChangedAgainSince_isRefused() {
        ChangePlan first = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(first.changeId(), first.digest());
        ChangePlan second = fixture.approvedTick("XXBTZUSD", "10");
        fixture.as("olga").apply(second.changeId(), second.digest());

        assertRefused(
                Refusal.BASE_MOVED,
                "needs a change of its own",
                () -> fixture.as("olga").rollback(first.changeId(), "thin books"));
    }

    @Test
    void rollback_afterTheWindowOfEitherPolicy_isRefused() {
        fixture.under(ApprovalPolicy.builder()
                .from(DeskFixture.policy())
                .rollbackWindow(Duration.ofHours(2))
                .build());
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(plan.changeId(), plan.digest());
        fixture.seconds.addAndGet(3600);
        fixture.under(ApprovalPolicy.builder()
                .from(DeskFixture.policy())
                .rollbackWindow(Duration.ofMinutes(30))
                .build());
        assertRefused(
                Refusal.ROLLBACK_WINDOW,
                "could be rolled back until",
                () -> fixture.as("olga").rollback(plan.changeId(), "late"));
        fixture.under(DeskFixture.policy());
        fixture.seconds.addAndGet(3600);
        assertRefused(
                Refusal.ROLLBACK_WINDOW,
                "propose a change of its own",
                () -> fixture.as("olga").rollback(plan.changeId(), "later"));
    }

    @Test
    void apply_planThatWasCarriedOutBefore_isRefused() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.journal.append(AppendBatch.of(
                "used",
                List.of(new EventDraft(
                        ChangeEvents.planStream(plan.digest()),
                        ChangeEvents.PLAN_USED,
                        1,
                        Actor.of("somebody"),
                        fixture.clock.instant(),
                        JsonText.of("used")))));

        assertRefused(
                Refusal.PLAN_USED,
                "carried out before",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void cancel_withoutAReason_isRefused() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");

        assertRefused(
                Refusal.DOCUMENT_MISSING,
                "must say why",
                () -> fixture.as("alice").cancel(change.id(), " "));
    }

    @Test
    void explain_approvedPlanWhoseBaseMoved_saysWhatIsInTheWay() {
        ChangePlan first = fixture.approvedTick("XXBTZUSD", "1");
        ChangePlan second = fixture.approvedTick("XETHZUSD", "1");
        fixture.as("olga").apply(first.changeId(), first.digest());

        assertThat(fixture.desk.explain(second.changeId())).contains("in the way: The plan of " + second.changeId());
    }

    @Test
    void apply_approvedPlan_isInForceAtTheExchangeAndInTheJournal() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        Change applied = fixture.as("olga").apply(plan.changeId(), plan.digest());

        assertThat(applied.state()).isEqualTo(ChangeState.APPLIED);
        assertThat(fixture.exchange.read(SCOPE).snapshot().root()).isEqualTo(plan.resultRoot());
        assertThat(fixture.desk.head(SCOPE).root()).isEqualTo(plan.resultRoot());
        assertThat(fixture.desk
                        .head(SCOPE)
                        .load(SpotMarket.class, "XXBTZUSD")
                        .priceRule()
                        .tickSize())
                .isEqualTo(TickSize.of("1"));
        assertThat(types(plan.changeId()))
                .containsExactly(
                        ChangeEvents.PROPOSED,
                        ChangeEvents.SUBMITTED,
                        ChangeEvents.VERDICT_GIVEN,
                        ChangeEvents.APPROVED,
                        ChangeEvents.APPLYING,
                        ChangeEvents.VERIFYING,
                        ChangeEvents.APPLIED);
    }

    @Test
    void rollback_appliedChange_restoresTheBaseline() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("bob").apply(plan.changeId(), plan.digest());

        Change undone = fixture.as("bob").rollback(plan.changeId(), "Makers complained");

        assertThat(undone.state()).isEqualTo(ChangeState.ROLLED_BACK);
        assertThat(fixture.exchange.read(SCOPE).snapshot()).isEqualTo(fixture.baseline);
        assertThat(fixture.desk.head(SCOPE)).isEqualTo(fixture.baseline);
        assertRefused(
                Refusal.SELF_APPROVAL,
                "review by somebody else",
                () -> fixture.as("bob").close(plan.changeId(), ReviewOutcome.UNSUCCESSFUL, "Reviewed", List.of()));
        assertThat(fixture.as("carol")
                        .close(plan.changeId(), ReviewOutcome.UNSUCCESSFUL, "Ask makers first", List.of("OPS-7"))
                        .state())
                .isEqualTo(ChangeState.CLOSED);
        assertThat(fixture.desk.open()).isEmpty();
    }

    @Test
    void newDesk_overTheSameJournal_knowsTheSame() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("bob").apply(plan.changeId(), plan.digest());

        ChangeDesk other = fixture.openDesk(DeskFixture.policy());

        assertThat(other.head(SCOPE)).isEqualTo(fixture.desk.head(SCOPE));
        assertThat(other.load(plan.changeId())).isEqualTo(fixture.desk.load(plan.changeId()));
    }

    @Test
    void approve_ownChange_isRefusedAndRecorded() {
        fixture.person("alice", "proposer", "reviewer"); // a second role does not help
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertRefused(
                Refusal.SELF_APPROVAL,
                "ask somebody who did not",
                () -> fixture.as("alice").approve(plan.changeId(), plan.digest(), "fine by me"));

        List<JournalEntry> refused = fixture.journal
                .read(EntryQuery.ofStream(ChangeEvents.refusedStream(plan.changeId())))
                .toList();
        AttemptRefused recorded = refused.get(0).payloadAs(AttemptRefused.class);
        assertThat(recorded.code()).isEqualTo("SELF_APPROVAL");
        assertThat(recorded.action()).isEqualTo("approve");
        assertThat(refused)
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor().id()).isEqualTo("alice"));
        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void approve_asEditorOfAnEarlierRevision_isRefused() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        fixture.as("dave").amend(change.id(), draft -> draft.title("Coarser tick for bitcoin"));
        ChangePlan plan = fixture.submitted(change);

        assertRefused(
                Refusal.SELF_APPROVAL,
                "dave cannot approve",
                () -> fixture.as("dave").approve(plan.changeId(), plan.digest(), "fine"));
    }

    @Test
    void approve_withoutTheRole_isRefused() {
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "role reviewer",
                () -> fixture.as("olga").approve(plan.changeId(), plan.digest(), "looks right"));
    }

    @Test
    void amend_afterApproval_voidsEveryVerdictAndSaysSo() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        Change amended = fixture.as("alice")
                .amend(
                        plan.changeId(),
                        draft ->
                                draft.edit(SpotMarket.class, "XXBTZUSD", market -> DeskFixture.withTick(market, "10")));

        assertThat(amended.state()).isEqualTo(ChangeState.DRAFT);
        assertThat(amended.plan()).isEmpty();
        assertThat(amended.verdictsOnPlan()).isEmpty();
        ChangeAmended recorded = last(plan.changeId()).payloadAs(ChangeAmended.class);
        assertThat(recorded.superseded()).singleElement().satisfies(voided -> {
            assertThat(voided.reviewer().id()).isEqualTo("bob");
            assertThat(voided.planDigest()).isEqualTo(plan.digest());
            assertThat(voided.reason()).isEqualTo("edited by alice (revision 2)");
        });
        assertRefused(Refusal.WRONG_STATE, "DRAFT", () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void approve_digestOfAnEarlierPlan_isRefused() {
        ChangePlan first = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("alice")
                .amend(
                        first.changeId(),
                        draft ->
                                draft.edit(SpotMarket.class, "XXBTZUSD", market -> DeskFixture.withTick(market, "10")));
        fixture.submitted(fixture.desk.load(first.changeId()));

        assertRefused(
                Refusal.STALE_PLAN,
                "decide again",
                () -> fixture.as("bob").approve(first.changeId(), first.digest(), "read the first one"));
    }

    @Test
    void apply_approverWhoLostTheRole_isRefused() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.person("bob", "operator");

        assertRefused(
                Refusal.NOT_APPROVED, "peer-review", () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        assertThat(fixture.exchange.read(SCOPE).snapshot()).isEqualTo(fixture.baseline);
    }

    @Test
    void apply_twice_isRefused() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(plan.changeId(), plan.digest());

        assertRefused(Refusal.WRONG_STATE, "APPLIED", () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void apply_baseMoved_isRefusedUntilRebased() {
        ChangePlan first = fixture.approvedTick("XXBTZUSD", "1");
        ChangePlan second = fixture.approvedTick("XETHZUSD", "1");
        fixture.as("olga").apply(first.changeId(), first.digest());

        assertRefused(Refusal.BASE_MOVED, "rebase", () -> fixture.as("olga").apply(second.changeId(), second.digest()));

        Change rebased = fixture.as("alice").rebase(second.changeId());
        ChangePlan again = fixture.submitted(rebased);
        assertThat(again.digest()).isNotEqualTo(second.digest());
        fixture.as("bob").approve(again.changeId(), again.digest(), "same change, new base");
        assertThat(fixture.as("olga").apply(again.changeId(), again.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void rebase_sameFieldMoved_namesTheField() {
        ChangePlan first = fixture.approvedTick("XXBTZUSD", "1");
        ChangePlan second = fixture.approvedTick("XXBTZUSD", "10");
        fixture.as("olga").apply(first.changeId(), first.digest());

        assertThatThrownBy(() -> fixture.as("alice").rebase(second.changeId()))
                .isInstanceOf(ChangeConflictException.class)
                .hasMessageContaining("/priceRule/tickSize is 1, the change expects 0.1");
    }

    @Test
    void apply_exchangeDrifted_isRefusedAsDrift() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        SpotMarket drifted = DeskFixture.withTick(DeskFixture.market("XXBTZUSD"), "0.5");
        DeskFixture other = new DeskFixture(fixture.journal, new SimulatedExchange(fixture.baseline.with(drifted)));
        other.seconds.set(fixture.seconds.get());

        assertRefused(
                Refusal.DRIFT, "something else in force", () -> other.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void apply_exchangeRejects_failsAndChangesNothing() {
        DeskFixture refusing = new DeskFixture(null, new RefusingExchange());
        ChangePlan plan = refusing.approvedTick("XXBTZUSD", "1");

        Change failed = refusing.as("olga").apply(plan.changeId(), plan.digest());

        assertThat(failed.state()).isEqualTo(ChangeState.FAILED);
        assertThat(refusing.desk.head(SCOPE)).isEqualTo(refusing.baseline);
        assertThat(refusing.journal
                        .read(EntryQuery.builder().type(ChangeEvents.FAILED).build())
                        .toList())
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.payloadAs(ChangeOutcome.class).outcome())
                                .isEqualTo("REJECTED: closed for the day"));
    }

    @Test
    void submit_emptyRationale_isRefused() {
        Change change = fixture.as("alice")
                .propose(
                        SCOPE,
                        draft -> draft.title("Coarser tick")
                                .rollbackPlan("inverse")
                                .edit(SpotMarket.class, "XXBTZUSD", market -> DeskFixture.withTick(market, "1")));
        ChangePlan plan = fixture.desk.plan(change.id(), DeskFixture.FACTS).plan();

        assertRefused(
                Refusal.DOCUMENT_MISSING,
                "[RATIONALE]",
                () -> fixture.as("alice").submit(change.id(), plan.digest(), DeskFixture.FACTS));
    }

    @Test
    void submit_documentsOfThePolicyMissing_namesThem() {
        fixture.under(ApprovalPolicy.builder()
                .from(DeskFixture.policy())
                .requiredDocuments(
                        EnumSet.of(RequiredDocument.TICKET, RequiredDocument.RUNBOOK, RequiredDocument.ATTACHMENT))
                .build());
        Change change = fixture.proposeTick("XXBTZUSD", "1");

        assertRefused(
                Refusal.DOCUMENT_MISSING,
                "[TICKET, RUNBOOK, ATTACHMENT]",
                () -> fixture.submitted(fixture.desk.load(change.id())));
        fixture.as("alice")
                .amend(
                        change.id(),
                        draft -> draft.ticket("OPS-7")
                                .runbook(URI.create("https://runbooks.example/ticks"))
                                .attach("model.csv", "text/csv", new byte[] {1})
                                .attach("model.csv", "text/csv", new byte[] {2}));

        fixture.submitted(fixture.desk.load(change.id()));
        assertThat(fixture.desk.load(change.id()).proposal().attachments())
                .extracting(Attachment::digest)
                .containsExactly(Digest.of(new byte[] {2}));
    }

    @Test
    void submit_withoutTickPolicy_isRefusedByTheRule() {
        Change change = fixture.as("alice")
                .propose(
                        SCOPE,
                        draft -> draft.title("Coarser tick")
                                .rationale("thin books")
                                .rollbackPlan("inverse")
                                .edit(SpotMarket.class, "XXBTZUSD", market -> DeskFixture.withTick(market, "1")));
        ChangePlan plan = fixture.desk.plan(change.id(), DeskFixture.FACTS).plan();

        assertRefused(
                Refusal.VALIDATION_FAILED,
                "T-TCK-01",
                () -> fixture.as("alice").submit(change.id(), plan.digest(), DeskFixture.FACTS));
    }

    @Test
    void requestChanges_afterOwnApproval_withdrawsIt() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        Change withdrawn = fixture.as("bob").requestChanges(plan.changeId(), plan.digest(), "I misread the tick");

        assertThat(withdrawn.state()).isEqualTo(ChangeState.IN_REVIEW);
        assertRefused(Refusal.WRONG_STATE, "IN_REVIEW", () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void plan_factsOfTheMarketUnknown_isOfHighRisk() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");

        ChangePlan blind = fixture.desk.plan(change.id(), ChangeContext.none()).plan();

        assertThat(blind.risk().tier()).isEqualTo(RiskTier.HIGH);
        assertThat(blind.risk().reasons()).anyMatch(reason -> reason.startsWith("not known: S-TCK"));
        assertThat(fixture.desk
                        .plan(change.id(), DeskFixture.FACTS)
                        .plan()
                        .risk()
                        .tier())
                .isEqualTo(RiskTier.MEDIUM);
    }

    @Test
    void apply_withinTheNoticePeriod_isRefusedAndLaterAllowed() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        fixture.as("alice")
                .amend(
                        change.id(),
                        draft -> draft.policy(ChangePolicy.builder()
                                .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                                .noticePeriod(Duration.ofHours(1))
                                .build()));
        ChangePlan plan = fixture.submitted(change);
        fixture.as("bob").approve(plan.changeId(), plan.digest(), "announced");

        assertRefused(
                Refusal.NOTICE_PERIOD, "runs until", () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        fixture.seconds.addAndGet(3600);
        assertThat(fixture.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void apply_duringAFreeze_isRefusedAndRecordedAndLaterAllowed() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        ChangeCalendar calendar = DeskFixture.frozen("expiry", "2026-01-12T00:00", "2026-01-12T12:00");
        fixture.calendar = calendar;
        ChangeDesk desk = fixture.openDesk(DeskFixture.policy());
        DeskSession olga = desk.as(fixture.people.get("olga"));

        assertRefused(
                Refusal.WINDOW_CLOSED,
                "freeze \"expiry\" (2026-01-12T00:00 to 2026-01-12T12:00, Z) is in force; open next at"
                        + " 2026-01-12T12:00:00Z",
                () -> olga.apply(plan.changeId(), plan.digest()));
        assertThat(desk.availability().opensAt()).contains(Instant.parse("2026-01-12T12:00:00Z"));
        assertThat(fixture.journal.revision(ChangeEvents.refusedStream(plan.changeId())))
                .isEqualTo(1);

        fixture.seconds.addAndGet(3 * 3600);
        assertThat(olga.apply(plan.changeId(), plan.digest()).state()).isEqualTo(ChangeState.APPLIED);
        assertThat(entries(plan.changeId(), ChangeEvents.APPLYING))
                .extracting(entry -> entry.payloadAs(ChangeApplying.class).calendarDigest())
                .containsExactly(Optional.of(calendar.digest()));
    }

    @Test
    void rollback_duringAFreeze_isNotHeldUp() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(plan.changeId(), plan.digest());
        fixture.calendar = DeskFixture.frozen("expiry", "2026-01-01T00:00", "2026-02-01T00:00");
        ChangeDesk frozen = fixture.openDesk(DeskFixture.policy());

        assertThat(frozen.as(fixture.people.get("olga"))
                        .rollback(plan.changeId(), "books are thin")
                        .state())
                .isEqualTo(ChangeState.ROLLED_BACK);
        assertThat(entries(plan.changeId(), ChangeEvents.ROLLING_BACK))
                .extracting(entry -> entry.payloadAs(ChangeApplying.class).calendarDigest())
                .containsExactly(Optional.empty());
    }

    private List<JournalEntry> entries(String changeId, String type) {
        return fixture.journal
                .read(EntryQuery.builder().stream(ChangeEvents.changeStream(changeId))
                        .type(type)
                        .build())
                .toList();
    }

    @Test
    void apply_ownChange_isRefused() {
        fixture.person("alice", "proposer", "operator");
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        assertRefused(
                Refusal.SELF_APPROVAL,
                "cannot apply it",
                () -> fixture.as("alice").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void apply_roleTakenAwayFromAnOpenSession_isRefused() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        DeskSession olga = fixture.as("olga");
        fixture.person("olga");

        assertRefused(Refusal.NOT_ELIGIBLE, "operator", () -> olga.apply(plan.changeId(), plan.digest()));
    }

    @Test
    void apply_driftElsewhere_isAppliedAndRecorded() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        SpotMarket drifted = DeskFixture.withTick(DeskFixture.market("XETHZUSD"), "0.5");
        DeskFixture other = new DeskFixture(fixture.journal, new SimulatedExchange(fixture.baseline.with(drifted)));
        other.seconds.set(fixture.seconds.get());

        assertThat(other.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
        assertThat(other.desk.head(SCOPE).root()).isEqualTo(plan.resultRoot());
    }

    @Test
    void submit_planOfOtherFacts_isRefused() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan plan = fixture.desk.plan(change.id(), DeskFixture.FACTS).plan();
        ChangePlan forged =
                ChangePlan.builder().from(plan).report(ValidationReport.empty()).build();

        assertRefused(
                Refusal.STALE_PLAN,
                "look at the plan again",
                () -> fixture.as("alice").submit(change.id(), forged.digest(), DeskFixture.FACTS));
    }

    @Test
    void veto_withTheRight_endsTheChange() {
        fixture.person("rita", "risk-officer");
        fixture.person("victor", "guardian");
        ChangeDesk desk = fixture.openDesk(ApprovalPolicy.builder()
                .from(DeskFixture.policy())
                .addRequirements(ApprovalRequirement.builder()
                        .id("guardian")
                        .description("May refuse for good")
                        .role("guardian")
                        .vetoBlocks(true)
                        .build())
                .build());
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan plan = desk.plan(change.id(), DeskFixture.FACTS).plan();
        desk.as(fixture.people.get("alice")).submit(change.id(), plan.digest(), DeskFixture.FACTS);

        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "cannot veto",
                () -> desk.as(fixture.people.get("bob")).veto(change.id(), plan.digest(), "no"));
        Change vetoed = desk.as(fixture.people.get("victor")).veto(change.id(), plan.digest(), "Not on my watch");

        assertThat(vetoed.state()).isEqualTo(ChangeState.REJECTED);
        assertRefused(
                Refusal.WRONG_STATE,
                "REJECTED",
                () -> desk.as(fixture.people.get("bob")).approve(change.id(), plan.digest(), "yes"));
    }

    @Test
    void propose_nothing_isRefused() {
        assertRefused(
                Refusal.EMPTY_CHANGE,
                "changes nothing",
                () -> fixture.as("alice").propose(SCOPE, draft -> draft.title("Nothing")));
    }

    @Test
    void propose_withoutTheRole_isRefused() {
        assertRefused(
                Refusal.NOT_ELIGIBLE, "proposer", () -> fixture.as("bob").propose(SCOPE, draft -> draft.title("x")));
    }

    @Test
    void load_unknownChange_saysSo() {
        assertThatThrownBy(() -> fixture.desk.load("CHG-999"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("CHG-999");
    }

    @Test
    void recordBaseline_twice_isAConflict() {
        assertThatThrownBy(() -> fixture.desk.recordBaseline(
                        fixture.people.get("alice").actor(), fixture.baseline, DeskFixture.START))
                .isInstanceOf(AppendConflictException.class);
    }

    @Test
    void evaluate_missingApproval_saysWhoCanGiveIt() {
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        Change change = fixture.desk.load(plan.changeId());

        String text = Explanation.of(change, fixture.desk.evaluate(plan.changeId()));

        assertThat(text)
                .startsWith("NOT PERMITTED  " + plan.changeId() + " r1")
                .contains("UNSATISFIED    peer-review: 0 of 1 approvals")
                .contains("who can: role reviewer, nobody who edits it or carries it out (alice)")
                .contains("NOT_APPLICABLE risk-officer: applies from risk tier HIGH on");
    }

    @Test
    void requestChanges_standing_holdsUpTheOthersApproval() {
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("carol").requestChanges(plan.changeId(), plan.digest(), "too coarse");

        assertThat(fixture.as("bob")
                        .approve(plan.changeId(), plan.digest(), "fine")
                        .state())
                .isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.evaluate(plan.changeId()).requirements().get(0).status())
                .isEqualTo(RequirementStatus.UNSATISFIED);
        assertThat(fixture.as("carol")
                        .approve(plan.changeId(), plan.digest(), "convinced")
                        .state())
                .isEqualTo(ChangeState.APPROVED);
    }

    private List<String> types(String changeId) {
        return fixture.journal.read(EntryQuery.ofStream(ChangeEvents.changeStream(changeId))).toList().stream()
                .map(JournalEntry::type)
                .toList();
    }

    private JournalEntry last(String changeId) {
        List<JournalEntry> entries = fixture.journal
                .read(EntryQuery.ofStream(ChangeEvents.changeStream(changeId)))
                .toList();
        return entries.get(entries.size() - 1);
    }

    /** Says no to everything. */
    private static final class RefusingExchange implements ExchangeGateway {
        private final SimulatedExchange inner = new SimulatedExchange(
                ConfigSnapshot.of(SCOPE, List.of(DeskFixture.market("XXBTZUSD"), DeskFixture.market("XETHZUSD"))));

        @Override
        public ExchangeReading read(Scope scope) {
            return inner.read(scope);
        }

        @Override
        public ApplyOutcome apply(ApplyPermit permit, Stage stage, String key) {
            return ApplyOutcome.rejected("closed for the day");
        }

        @Override
        public Optional<ApplyOutcome> find(String key) {
            return Optional.empty();
        }
    }
}
