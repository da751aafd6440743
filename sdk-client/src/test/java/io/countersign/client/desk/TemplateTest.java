package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.GOVERNANCE;
import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.DeskFixture.policy;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.Bound;
import io.countersign.client.policy.ChangeTemplate;
import io.countersign.client.policy.EnforcementLevel;
import io.countersign.client.policy.Governance;
import io.countersign.client.policy.TemplateParameter;
import io.countersign.model.AppendConflictException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.TemplateReference;
import io.countersign.model.change.TemplateUsed;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.GovernanceDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Standard changes: agreed to once, within bounds and a budget. */
class TemplateTest {
    private static final DocumentId XBT = DeskFixture.market("XXBTZUSD").documentId();
    private static final DocumentId ETH = DeskFixture.market("XETHZUSD").documentId();
    private final DeskFixture fixture = governedWith(tickStep());

    static ChangeTemplate tickStep() {
        return ChangeTemplate.builder()
                .id("tick-step")
                .version(1)
                .title("Tick size one step up or down")
                .rationale("Spreads have moved")
                .rollbackPlan("Apply the inverse")
                .role("proposer")
                .addParameters(
                        TemplateParameter.builder()
                                .name("minimum")
                                .documents("spot-market/kraken/*")
                                .path("/sizeRule/minQuantity")
                                .maxMove(Rate.of("0.5"))
                                .build(),
                        TemplateParameter.builder()
                                .name("tick size")
                                .documents("spot-market/kraken/*")
                                .path("/priceRule/tickSize")
                                .least(Bound.of("0.1"))
                                .most(Bound.of("1"))
                                .build())
                .addStandsFor("peer-review", "risk-officer")
                .upToTier(RiskTier.HIGH)
                .uses(2)
                .period(Duration.ofDays(7))
                .build();
    }

    private static DeskFixture governedWith(ChangeTemplate template) {
        return new DeskFixture().governedBy(Governance.of(policy()).with(template));
    }

    private Change standard(String tick) {
        return standard(fixture, XBT, tick);
    }

    private static Change standard(DeskFixture fixture, DocumentId market, String tick) {
        return fixture.as("alice")
                .proposeStandard(
                        SCOPE, "tick-step", List.of(market), Map.of("tick size", tick), TemplateTest::cancelling);
    }

    private static void cancelling(ChangeDraft draft) {
        draft.policy(
                ChangePolicy.builder().tickPolicy(TickPolicy.CANCEL_OFF_GRID).build());
    }

    private Change carriedOut(DocumentId market, String tick) {
        ChangePlan plan = fixture.submitted(standard(fixture, market, tick));
        return fixture.as("olga").apply(plan.changeId(), plan.digest());
    }

    @Test
    void proposeStandard_withinTheBounds_isApprovedWhenItIsSubmittedAndCarriedOut() {
        Change change = standard("0.5");
        assertThat(change.model()).isEqualTo(ChangeModel.STANDARD);
        assertThat(change.proposal().rationale()).contains("Spreads have moved");
        ChangePlan plan = fixture.submitted(change);

        assertThat(fixture.desk.load(change.id()).state()).isEqualTo(ChangeState.APPROVED);
        assertThat(fixture.desk.explain(change.id()))
                .contains("PERMITTED", "template tick-step stands for it, use 1 of 2 in PT168H");
        assertThat(fixture.as("olga").apply(change.id(), plan.digest()).state()).isEqualTo(ChangeState.APPLIED);
        assertThat(fixture.journal.revision(ChangeEvents.templateStream(GOVERNANCE, "tick-step")))
                .isEqualTo(1);
    }

    @Test
    void apply_standardChangeByWhoMadeIt_isRefused() {
        fixture.person("alice", "proposer", "operator");
        ChangePlan plan = fixture.submitted(standard("0.5"));

        assertRefused(
                Refusal.SELF_APPROVAL,
                "cannot apply it",
                () -> fixture.as("alice").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void proposeStandard_outOfBounds_isRefusedAndRecorded() {
        assertRefused(Refusal.OUT_OF_BOUNDS, "would be 5, and tick size must be at most 1", () -> standard("5"));
        assertRefused(
                Refusal.OUT_OF_BOUNDS, "would be 0.01, and tick size must be at least 0.1", () -> standard("0.01"));
        assertRefused(Refusal.OUT_OF_BOUNDS, "cannot set tick size of", () -> standard("half"));
        assertRefused(
                Refusal.OUT_OF_BOUNDS,
                "may move by 0.5 of 0.00005",
                () -> fixture.as("alice")
                        .proposeStandard(SCOPE, "tick-step", List.of(XBT), Map.of("minimum", "0.0001"), draft -> {}));
        assertRefused(
                Refusal.OUT_OF_BOUNDS,
                "has no parameter \"lot\"",
                () -> fixture.as("alice")
                        .proposeStandard(SCOPE, "tick-step", List.of(XBT), Map.of("lot", "1"), draft -> {}));
        assertRefused(
                Refusal.OUT_OF_BOUNDS,
                "of none of [asset/kraken/XXBT]",
                () -> fixture.as("alice")
                        .proposeStandard(
                                SCOPE,
                                "tick-step",
                                List.of(DeskFixture.asset("XXBT").documentId()),
                                Map.of("tick size", "0.5"),
                                draft -> {}));
        assertRefused(
                Refusal.OUT_OF_BOUNDS,
                "/status is none of its parameters",
                () -> fixture.as("alice")
                        .proposeStandard(
                                SCOPE,
                                "tick-step",
                                List.of(XBT),
                                Map.of("tick size", "0.5"),
                                draft -> draft.edit(
                                        SpotMarket.class,
                                        "XETHZUSD",
                                        market -> SpotMarket.builder()
                                                .from(market)
                                                .status(TradingStatus.CANCEL_ONLY)
                                                .build())));
        assertRefused(
                Refusal.OUT_OF_BOUNDS,
                "sets nothing of [asset/kraken/XXBT] by [tick size]",
                () -> fixture.as("alice")
                        .proposeStandard(
                                SCOPE,
                                "tick-step",
                                List.of(XBT, DeskFixture.asset("XXBT").documentId()),
                                Map.of("tick size", "0.5"),
                                draft -> {}));
        assertThat(fixture.journal.revision(ChangeEvents.refusedStream("none"))).isEqualTo(8);
    }

    @Test
    void amend_standardChangeBeyondItsTemplate_needsWhatNormalChangesNeed() {
        Change change = standard("0.5");
        fixture.as("alice")
                .amend(
                        change.id(),
                        draft -> draft.edit(SpotMarket.class, "XETHZUSD", market -> DeskFixture.withTick(market, "5")));
        ChangePlan plan = fixture.submitted(change);

        assertThat(fixture.desk.load(change.id()).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(change.id()))
                .contains("template tick-step does not stand for it: spot-market/kraken/XETHZUSD /priceRule/tickSize "
                        + "would be 5");
        assertThat(fixture.desk.evaluate(change.id()).requirements())
                .filteredOn(result -> result.requirement().equals("peer-review"))
                .singleElement()
                .satisfies(result -> assertThat(result.status()).isEqualTo(RequirementStatus.UNSATISFIED));
        assertRefused(Refusal.WRONG_STATE, "IN_REVIEW", () -> fixture.as("olga").apply(change.id(), plan.digest()));
    }

    @Test
    void submit_budgetUsedUp_needsApprovalUntilThePeriodIsOver() {
        carriedOut(XBT, "0.5");
        carriedOut(ETH, "0.5");
        ChangePlan plan = fixture.submitted(standard("1"));

        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(plan.changeId())).contains("it was used 2 of 2 times in PT168H");
        fixture.seconds.addAndGet(Duration.ofDays(7).toSeconds());
        fixture.desk.tick(fixture.clock.instant());
        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void apply_twoStandardChangesWithOneUseLeft_carriesOutOne() {
        carriedOut(ETH, "0.5");
        ChangePlan first = fixture.submitted(standard("0.5"));
        ChangePlan second = fixture.submitted(standard(fixture, ETH, "1"));
        fixture.as("olga").apply(first.changeId(), first.digest());
        Change rebased = fixture.as("alice").rebase(second.changeId());
        ChangePlan again = fixture.submitted(rebased);

        assertThat(fixture.desk.load(again.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(again.changeId())).contains("it was used 2 of 2 times");
    }

    @Test
    void apply_whileSomebodyUsesTheLastUse_isAConflictAndNothingIsDone() {
        carriedOut(ETH, "0.5");
        ChangePlan first = fixture.submitted(standard("0.5"));
        var before = fixture.exchange.read(SCOPE);
        DeskFixture slow = new DeskFixture(
                new Interrupted(
                        fixture.journal,
                        ChangeEvents.PLAN_USED,
                        () -> fixture.journal.append(AppendBatch.of("elsewhere", List.of(used("CHG-elsewhere"))))),
                fixture.exchange);
        slow.seconds.set(fixture.seconds.get());
        slow.governedBy(Governance.of(policy()));

        assertThatThrownBy(() -> slow.as("olga").apply(first.changeId(), first.digest()))
                .isInstanceOf(AppendConflictException.class);
        assertThat(fixture.exchange.read(SCOPE)).isEqualTo(before);
        assertRefused(
                Refusal.NOT_APPROVED,
                "it was used 2 of 2 times",
                () -> fixture.as("olga").apply(first.changeId(), first.digest()));
    }

    private EventDraft used(String changeId) {
        return new EventDraft(
                ChangeEvents.templateStream(GOVERNANCE, "tick-step"),
                ChangeEvents.TEMPLATE_USED,
                1,
                Actor.of("olga"),
                fixture.clock.instant(),
                JsonText.of(TemplateUsed.builder()
                        .template(TemplateReference.of("tick-step", tickStep().digest()))
                        .changeId(changeId)
                        .planDigest(tickStep().digest())
                        .build()));
    }

    @Test
    void evaluate_templateThatChangedSince_doesNotStandUntilTheChangeIsRebased() {
        ChangePlan plan = fixture.submitted(standard("0.5"));
        fixture.govern(now -> now.with(
                ChangeTemplate.builder().from(tickStep()).version(2).uses(3).build()));

        assertRefused(
                Refusal.NOT_APPROVED,
                "it is not what it was when the change was made from it",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        ChangePlan again = fixture.submitted(fixture.as("alice").rebase(plan.changeId()));
        assertThat(fixture.desk.load(again.changeId()).state()).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void evaluate_templateTakenOut_asksAsForANormalChange() {
        ChangePlan plan = fixture.submitted(standard("0.5"));
        fixture.govern(now -> now.withoutTemplate("tick-step"));

        assertRefused(
                Refusal.NOT_APPROVED,
                "0 of 1 approvals",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        assertThatThrownBy(() -> standard("1")).hasMessageContaining("No template \"tick-step\" in force");
    }

    @Test
    void evaluate_editorWithoutTheRole_doesNotStand() {
        ChangePlan plan = fixture.submitted(standard("0.5"));
        fixture.person("alice");

        assertRefused(
                Refusal.NOT_APPROVED,
                "alice has not the role proposer",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void evaluate_riskierThanTheTemplateIsFor_doesNotStand() {
        DeskFixture low = governedWith(
                ChangeTemplate.builder().from(tickStep()).upToTier(RiskTier.LOW).build());
        ChangePlan plan = low.submitted(standard(low, XBT, "0.5"));

        assertThat(low.desk.explain(plan.changeId())).contains("it is for plans up to LOW");
        assertThat(low.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void evaluate_hardRequirement_isAskedForAllTheSame() {
        ApprovalPolicy hard = ApprovalPolicy.builder()
                .from(policy(ApprovalRequirement.builder()
                        .from(policy().requirements().get(0))
                        .level(EnforcementLevel.HARD_MANDATORY)
                        .build()))
                .build();
        DeskFixture desk = new DeskFixture().governedBy(Governance.of(hard).with(tickStep()));
        ChangePlan plan = desk.submitted(standard(desk, XBT, "0.5"));

        assertThat(desk.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(desk.desk.explain(plan.changeId())).contains("UNSATISFIED    peer-review: 0 of 1 approvals\n");
    }

    @Test
    void requestChanges_onAStandardChange_holdsItUp() {
        ChangePlan plan = fixture.submitted(standard("0.5"));
        Change change = fixture.as("carol").requestChanges(plan.changeId(), plan.digest(), "not today");

        assertThat(change.state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(plan.changeId())).contains("changes requested by carol");
    }

    @Test
    void evaluate_templateOverGovernance_neverStands() {
        ChangeTemplate sly = ChangeTemplate.builder()
                .from(tickStep())
                .parameters(List.of(TemplateParameter.builder()
                        .name("reviewers")
                        .documents("governance/**")
                        .path("/content/version")
                        .least(Bound.of("0"))
                        .most(Bound.of("9"))
                        .build()))
                .build();
        DeskFixture desk = governedWith(sly);
        DocumentId policyDocument = desk.desk
                .head(GOVERNANCE)
                .load(GovernanceDocument.class, "approval-policy")
                .documentId();
        Change change = desk.as("alice")
                .proposeStandard(
                        GOVERNANCE, "tick-step", List.of(policyDocument), Map.of("reviewers", "2"), draft -> {});
        ChangePlan plan = desk.submitted(change);

        assertThat(desk.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(desk.desk.explain(plan.changeId())).contains("what governs the desk is never standard");
    }

    @Test
    void template_withoutBounds_isRefused() {
        TemplateParameter.Builder open = TemplateParameter.builder();
        open.name("tick size")
                .documents("spot-market/*/*")
                .path("/priceRule/tickSize")
                .least(Bound.of("0"));

        assertThatThrownBy(open::build).hasMessageContaining("must be bounded");
        assertThatThrownBy(
                        () -> ChangeTemplate.builder().from(tickStep()).uses(0).build())
                .hasMessageContaining("once at least");
    }
}
