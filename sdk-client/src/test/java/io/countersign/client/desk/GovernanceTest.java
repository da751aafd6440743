package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.GOVERNANCE;
import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.DeskFixture.policy;
import static io.countersign.client.desk.DeskFixture.requirement;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.Governance;
import io.countersign.model.AppendConflictException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ConfigHeld;
import io.countersign.model.change.RiskTier;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.GovernanceDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A desk whose policy and calendar stand in the journal and change as markets do. */
class GovernanceTest {
    private final DeskFixture fixture = new DeskFixture().governedBy(Governance.of(policy()));

    /** The policy with so many approvals of a reviewer, as its next version. */
    private static ApprovalPolicy reviewers(ApprovalPolicy from, int count) {
        return ApprovalPolicy.builder()
                .from(from)
                .version(from.version() + 1)
                .requirements(from.requirements().stream()
                        .map(requirement -> requirement.id().equals("peer-review")
                                ? ApprovalRequirement.builder()
                                        .from(requirement)
                                        .minApprovals(count)
                                        .build()
                                : requirement)
                        .toList())
                .build();
    }

    @Test
    void apply_policy_governsFromThenOn() {
        Change change = fixture.govern(now -> now.withPolicy(reviewers(now.policy(), 2)));

        assertThat(change.state()).isEqualTo(ChangeState.APPLIED);
        assertThat(fixture.desk.governance().policy().version()).isEqualTo(2);
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
        fixture.as("carol").approve(plan.changeId(), plan.digest(), "read");
        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void plan_policy_namesTheFieldThatChangesAndIsHigh() {
        Change change = fixture.proposeGovernance(now -> now.withPolicy(reviewers(now.policy(), 2)));

        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        assertThat(plan.changes().changes())
                .extracting(FieldChange::path)
                .containsExactlyInAnyOrder("/content/requirements/id=peer-review/minApprovals", "/content/version");
        assertThat(plan.risk().tier()).isEqualTo(RiskTier.HIGH);
        assertThat(plan.risk().reasons()).anyMatch(reason -> reason.startsWith("governance"));
    }

    @Test
    void apply_calendar_closesTheDesk() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        ChangeCalendar frozen = DeskFixture.frozen("audit", "2026-01-01T00:00", "2026-02-01T00:00");

        fixture.govern(now -> now.withCalendar(
                ChangeCalendar.builder().from(frozen).version(2).build()));

        assertRefused(
                Refusal.WINDOW_CLOSED,
                "freeze \"audit\"",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void apply_policyThatIsStricterThanThatOfTheSubmission_asksForMore() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.govern(now -> now.withPolicy(reviewers(now.policy(), 2)));

        assertRefused(
                Refusal.NOT_APPROVED,
                "1 of 2 approvals",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void apply_policyThatIsLooserThanThatOfTheSubmission_asksForAsMuch() {
        fixture.govern(now -> now.withPolicy(reviewers(now.policy(), 2)));
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        ChangePlan looser =
                fixture.submitted(fixture.proposeGovernance(now -> now.withPolicy(reviewers(now.policy(), 1))));
        fixture.as("bob").approve(looser.changeId(), looser.digest(), "read");
        fixture.as("carol").approve(looser.changeId(), looser.digest(), "read");
        fixture.as("rita").approve(looser.changeId(), looser.digest(), "read");
        fixture.as("olga").apply(looser.changeId(), looser.digest());

        assertThat(fixture.desk.governance().policy().version()).isEqualTo(3);
        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(plan.changeId())).contains("1 of 2 approvals", "the stricter of both counts");
    }

    @Test
    void propose_whatNoDeskCouldBeGovernedBy_isRefused() {
        assertRefused(
                Refusal.VALIDATION_FAILED,
                "without a new one: approval policy spot, version 1",
                () -> fixture.proposeGovernance(now -> now.withPolicy(ApprovalPolicy.builder()
                        .from(now.policy())
                        .addRequirements(requirement("legal").build())
                        .build())));
        assertRefused(
                Refusal.VALIDATION_FAILED,
                "No approval policy in force",
                () -> fixture.as("alice")
                        .propose(GOVERNANCE, draft -> draft.title("None").remove(document("approval-policy"))));
        assertRefused(
                Refusal.VALIDATION_FAILED,
                "must have a requirement",
                () -> fixture.as("alice")
                        .propose(
                                GOVERNANCE,
                                draft -> draft.title("Nobody")
                                        .edit(
                                                GovernanceDocument.class,
                                                "approval-policy",
                                                policy -> GovernanceDocument.builder()
                                                        .from(policy)
                                                        .content(JsonText.parse(policy.content()
                                                                .toString()
                                                                .replaceFirst(
                                                                        "\"requirements\":\\[.*\\],",
                                                                        "\"requirements\":[],")
                                                                .replace("\"version\":1", "\"version\":2")))
                                                        .build())));
        assertRefused(
                Refusal.VALIDATION_FAILED,
                "cannot hold spot-market/kraken/XXBTZUSD",
                () -> fixture.as("alice")
                        .propose(GOVERNANCE, draft -> draft.title("A market").put(DeskFixture.market("XXBTZUSD"))));
        assertThat(fixture.journal.revision(ChangeEvents.refusedStream("none"))).isEqualTo(4);
    }

    private DocumentId document(String id) {
        return fixture.desk.head(GOVERNANCE).load(GovernanceDocument.class, id).documentId();
    }

    @Test
    void rollback_whatGovernsTheDesk_isRefused() {
        Change change = fixture.govern(now -> now.withPolicy(reviewers(now.policy(), 2)));

        assertRefused(
                Refusal.GOVERNED,
                "propose a change of its own",
                () -> fixture.as("olga").rollback(change.id(), "too slow"));
    }

    @Test
    void revert_whatGovernsTheDesk_isAChangeOfItsOwn() {
        String id = fixture.govern(now -> now.withCalendar(ChangeCalendar.builder()
                        .from(DeskFixture.frozen("audit", "2026-03-01T00:00", "2026-04-01T00:00"))
                        .version(2)
                        .build()))
                .id();

        assertRefused(
                Refusal.VALIDATION_FAILED,
                "named by its version",
                () -> fixture.as("alice")
                        .revert(id, draft -> draft.rationale("over").rollbackPlan("again")));
        Change undone = fixture.as("alice")
                .revert(
                        id,
                        draft -> draft.rationale("over")
                                .rollbackPlan("again")
                                .govern(now -> now.withCalendar(ChangeCalendar.builder()
                                        .from(now.calendar())
                                        .version(3)
                                        .build())));
        assertThat(undone.proposal().reverts()).contains(id);
    }

    @Test
    void breakGlass_whatGovernsTheDesk_isRefused() {
        DeskFixture governed = new DeskFixture()
                .governedBy(Governance.of(ApprovalPolicy.builder()
                        .from(policy())
                        .breakGlassRole("operator")
                        .build()));
        Change change = governed.proposeGovernance(now -> now.withPolicy(reviewers(now.policy(), 2)));
        ChangePlan plan = governed.desk.plan(change.id(), governed.facts()).plan();

        assertRefused(
                Refusal.GOVERNED,
                "change in an emergency",
                () -> governed.as("olga").breakGlass(change.id(), plan.digest(), governed.facts(), "INC-1", "now"));
    }

    @Test
    void apply_whileSomebodyChangesThePolicy_isAConflictAndNothingIsDone() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        ChangePlan stricter =
                fixture.submitted(fixture.proposeGovernance(now -> now.withPolicy(reviewers(now.policy(), 2))));
        fixture.as("bob").approve(stricter.changeId(), stricter.digest(), "read");
        fixture.as("rita").approve(stricter.changeId(), stricter.digest(), "read");
        var before = fixture.exchange.read(SCOPE);
        DeskFixture slow = new DeskFixture(
                new Interrupted(
                        fixture.journal,
                        ChangeEvents.PLAN_USED,
                        () -> fixture.as("olga").apply(stricter.changeId(), stricter.digest())),
                fixture.exchange);
        slow.seconds.set(fixture.seconds.get());
        slow.governedBy(Governance.of(policy()));

        assertThatThrownBy(() -> slow.as("olga").apply(plan.changeId(), plan.digest()))
                .isInstanceOf(AppendConflictException.class);
        assertThat(fixture.desk.governance().policy().version()).isEqualTo(2);
        assertThat(fixture.exchange.read(SCOPE)).isEqualTo(before);
        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void recover_afterAProgramEndedWhileAPolicyCameIntoForce_goesOn() {
        ChangePlan plan =
                fixture.submitted(fixture.proposeGovernance(now -> now.withPolicy(reviewers(now.policy(), 2))));
        fixture.as("bob").approve(plan.changeId(), plan.digest(), "read");
        Change approved = fixture.as("rita").approve(plan.changeId(), plan.digest(), "read");
        ChangeApplying intent = ChangeApplying.builder()
                .changeId(plan.changeId())
                .planDigest(plan.digest())
                .applyKey(plan.changeId() + "/1/apply")
                .decision(approved.decision().orElseThrow())
                .expectedRoot(plan.resultRoot())
                .build();
        ConfigHeld held = ConfigHeld.builder()
                .scope(GOVERNANCE)
                .changeId(plan.changeId())
                .planDigest(plan.digest())
                .build();
        fixture.journal.append(AppendBatch.of(
                "ended here",
                List.of(
                        draft(ChangeEvents.changeStream(plan.changeId()), ChangeEvents.APPLYING, intent),
                        draft(ChangeEvents.configStream(GOVERNANCE), ChangeEvents.CONFIG_HELD, held))));

        fixture.desk.recover();

        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.APPLIED);
        assertThat(fixture.desk.governance().policy().version()).isEqualTo(2);
    }

    private EventDraft draft(String stream, String type, Object payload) {
        return new EventDraft(stream, type, 1, Actor.of("olga"), fixture.clock.instant(), JsonText.of(payload));
    }

    @Test
    void governance_scopeWithoutABaseline_saysWhatToDo() {
        ChangeDesk desk = ChangeDesk.builder()
                .journal(fixture.journal)
                .gateway(fixture.exchange)
                .governedBy(new Scope("kraken", "nothing"))
                .directory(actor -> Optional.empty())
                .clock(fixture.clock)
                .build();

        assertThatThrownBy(desk::governance)
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("No approval policy in force in kraken/nothing")
                .hasMessageContaining("recordBaseline");
    }

    @Test
    void recordBaseline_whatNoDeskCouldBeGovernedBy_writesNothing() {
        long before = fixture.journal.head().size();

        assertThatThrownBy(() -> fixture.desk.recordBaseline(
                        Actor.of("alice"),
                        ConfigSnapshot.of(GOVERNANCE, List.of(DeskFixture.asset("XXBT"))),
                        DeskFixture.START))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("cannot hold asset/kraken/XXBT");
        assertThat(fixture.journal.head().size()).isEqualTo(before);
    }

    @Test
    void build_governedByTheJournalAndByTheHost_isRefused() {
        assertThatThrownBy(() -> ChangeDesk.builder()
                        .journal(fixture.journal)
                        .gateway(fixture.exchange)
                        .governedBy(GOVERNANCE)
                        .policy(policy())
                        .directory(actor -> Optional.empty())
                        .clock(fixture.clock)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not by both");
    }

    @Test
    void toSnapshot_readBack_isTheSame() {
        Governance governance = new Governance(
                policy(),
                DeskFixture.frozen("audit", "2026-01-01T00:00", "2026-02-01T00:00"),
                new TreeMap<>(Map.of("tick-step", TemplateTest.tickStep())));

        assertThat(Governance.of(governance.toSnapshot(GOVERNANCE))).isEqualTo(governance);
        assertThat(governance.sameVersions(governance)).isEmpty();
    }

    @Test
    void history_ofGovernance_isThatOfAnyScope() {
        Instant before = fixture.clock.instant();
        String id = fixture.govern(now -> now.withPolicy(reviewers(now.policy(), 2)))
                .id();

        ConfigHistory history = fixture.desk.history(GOVERNANCE);

        assertThat(Governance.of(history.asOf(before)).policy().version()).isEqualTo(1);
        assertThat(history.versions())
                .singleElement()
                .satisfies(version -> assertThat(version.changeId()).isEqualTo(id));
    }
}
