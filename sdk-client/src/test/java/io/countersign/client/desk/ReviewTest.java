package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.policy;
import static io.countersign.client.desk.DeskFixture.requirement;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.live.RestingOrders;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.CarryOver;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Distinct;
import io.countersign.client.policy.EnforcementLevel;
import io.countersign.client.policy.FieldPattern;
import io.countersign.client.policy.PolicyMode;
import io.countersign.client.policy.Principal;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeHeldUp;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.formula.Side;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who must agree, and what of what they say counts. */
class ReviewTest {
    private final DeskFixture fixture = new DeskFixture();

    @Test
    void approve_planThatNoRequirementIsAbout_isApprovedByNobody() {
        fixture.under(policy(requirement("reviewer")
                .addFields(FieldPattern.parse("spot-market/*/XXBTZUSD#/**"))
                .build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XETHZUSD", "1"));

        assertThat(fixture.desk.tick(fixture.clock.instant()).steps()).isEmpty();
        assertThat(fixture.desk.explain(plan.changeId()))
                .startsWith("NOT PERMITTED")
                .contains("no binding requirement of policy spot applies to this plan");
    }

    @Test
    void evaluate_objectionOlderThanApprovalsCount_standsAllTheSame() {
        fixture.under(
                policy(requirement("reviewer").expiresAfter(Duration.ofHours(1)).build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("carol").requestChanges(plan.changeId(), plan.digest(), "too coarse");
        fixture.seconds.addAndGet(3601);

        assertThat(approve("bob", plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(plan.changeId())).contains("who can: carol, by approving or withdrawing");
    }

    @Test
    void evaluate_requirementOnTrialThatSharesNobody_takesNobodyAway() {
        var different = List.of(Distinct.AUTHOR, Distinct.OTHER_REQUIREMENTS);
        fixture.under(policy(
                requirement("trial")
                        .role("reviewer")
                        .distinctFrom(different)
                        .mode(PolicyMode.AUDIT)
                        .build(),
                requirement("reviewer").distinctFrom(different).build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(approve("bob", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void evaluate_delegateAndDelegatorAtRequirementsThatShareNobody_countOnce() {
        var different = List.of(Distinct.AUTHOR, Distinct.OTHER_REQUIREMENTS);
        fixture.under(policy(
                requirement("one").role("reviewer").distinctFrom(different).build(),
                requirement("two").role("reviewer").distinctFrom(different).build()));
        fixture.person("frank");
        Instant ends = DeskFixture.START.plus(Duration.ofHours(1));
        fixture.as("bob").delegate(Actor.of("frank"), "reviewer", DeskFixture.START, ends, "holiday");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(approve("bob", plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(approve("frank", plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(approve("carol", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void delegate_renewedLater_leavesWhatWasSaidInTheFirstPeriod() {
        fixture.under(policy(requirement("risk").build()));
        fixture.person("rita", "risk");
        fixture.person("sam");
        Actor sam = Actor.of("sam");
        Instant ends = DeskFixture.START.plus(Duration.ofHours(1));
        fixture.as("rita").delegate(sam, "risk", DeskFixture.START, ends, "holiday");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        approve("sam", plan);
        fixture.as("rita").delegate(sam, "risk", ends.plusSeconds(60), ends.plusSeconds(120), "another one");

        assertThat(fixture.desk.evaluate(plan.changeId()).permitted()).isTrue();
        fixture.seconds.addAndGet(7200);
        assertThat(fixture.as("sam")
                        .withdraw(plan.changeId(), plan.digest(), "on second thoughts")
                        .state())
                .isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void evaluate_delegatorWhoLostTheRoleSince_countsNoLonger() {
        fixture.under(policy(requirement("risk").build()));
        fixture.person("rita", "risk");
        fixture.person("sam");
        Instant ends = DeskFixture.START.plus(Duration.ofHours(1));
        fixture.as("rita").delegate(Actor.of("sam"), "risk", DeskFixture.START, ends, "holiday");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        approve("sam", plan);
        fixture.person("rita");

        assertThat(fixture.desk.explain(plan.changeId())).contains("sam (rita no longer has role risk)");
    }

    @Test
    void approve_roleOfARequirementRenamedSince_bothMayApprove() {
        fixture.under(policy(requirement("peer").role("reviewer").build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.under(policy(requirement("peer").role("risk").build()));
        fixture.person("rita", "risk");
        approve("bob", plan);

        assertThat(fixture.desk.evaluate(plan.changeId()).permitted()).isFalse();
        fixture.person("rita", "risk", "reviewer");
        assertThat(approve("rita", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void amend_equalFieldsAndOtherFacts_doesNotCarryOver() {
        fixture.under(policy(
                requirement("reviewer").carryOver(CarryOver.IF_SCOPE_UNCHANGED).build()));
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan first = fixture.submitted(change);
        approve("bob", first);
        fixture.as("alice").rebase(change.id());
        ChangeContext moreOrders = fixture.facts().toBuilder()
                .put(
                        RuleInput.RESTING_ORDERS,
                        DeskFixture.market("XXBTZUSD").documentId(),
                        RestingOrders.builder()
                                .add("o-1", Side.BUY, Price.of("100.1"), Quantity.of("1"))
                                .build())
                .build();
        ChangePlan second = fixture.desk.plan(change.id(), moreOrders).plan();
        fixture.as("alice").submit(change.id(), second.digest(), moreOrders);

        assertThat(second.changes()).isEqualTo(first.changes());
        assertThat(fixture.desk.evaluate(change.id()).permitted()).isFalse();
    }

    @Test
    void approve_oneOfSeveralRequirements_isNotEnough() {
        fixture.under(policy(requirement("desk").build(), requirement("risk").build()));
        fixture.person("dan", "desk");
        fixture.person("rita", "risk");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(approve("dan", plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(approve("rita", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void approve_twoPeopleAskedFor_countsNobodyTwice() {
        fixture.under(policy(requirement("desk").minApprovals(2).build()));
        fixture.person("dan", "desk");
        fixture.person("dora", "desk");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(approve("dan", plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(approve("dan", plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(approve("dora", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void approve_onePersonWithBothRoles_countsForOneOfRequirementsThatWantDifferentPeople() {
        var different = List.of(Distinct.AUTHOR, Distinct.OTHER_REQUIREMENTS);
        fixture.under(policy(
                requirement("desk").distinctFrom(different).build(),
                requirement("risk").distinctFrom(different).build()));
        fixture.person("dan", "desk", "risk");
        fixture.person("dora", "desk");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(approve("dan", plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(approve("dora", plan)).isEqualTo(ChangeState.APPROVED);
        Decision decision = fixture.desk.evaluate(plan.changeId());
        assertThat(result(decision, "desk").approvers()).containsExactly(Actor.of("dora"));
        assertThat(result(decision, "risk").approvers()).containsExactly(Actor.of("dan"));
    }

    @Test
    void approve_requirementThatAllowsTheAuthor_countsTheAuthor() {
        fixture.under(policy(requirement("proposer").distinctFrom(List.of()).build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(approve("alice", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void apply_byAnApproverWhereTheExecutorMustBeSomebodyElse_isRefused() {
        fixture.under(policy(requirement("reviewer")
                .distinctFrom(List.of(Distinct.AUTHOR, Distinct.EXECUTOR))
                .build()));
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        assertRefused(
                Refusal.NOT_APPROVED,
                "bob (it must be somebody else than who carries it out)",
                () -> fixture.as("bob").apply(plan.changeId(), plan.digest()));
        assertThat(fixture.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void withdraw_ofTheOnlyApproval_reopensAndSaysWhy() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        Change reopened = fixture.as("bob").withdraw(plan.changeId(), plan.digest(), "I read the wrong market");

        assertThat(reopened.state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(last(plan, ChangeEvents.REOPENED)
                        .payloadAs(ChangeHeldUp.class)
                        .cause())
                .isEqualTo("NOT_APPROVED");
        assertThat(reopened.heldUpBy().orElseThrow()).contains("peer-review: 0 of 1 approvals");
        assertThat(approve("carol", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void abstain_countsForNothing() {
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(fixture.as("bob")
                        .abstain(plan.changeId(), plan.digest(), "not my market")
                        .state())
                .isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void override_byThoseWhoMay_passesAndSaysSo() {
        fixture.under(policy(requirement("desk").overridableBy("chief").build()));
        fixture.person("chloe", "chief");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertRefused(
                Refusal.DOCUMENT_MISSING,
                "must say why",
                () -> fixture.as("chloe").override(plan.changeId(), plan.digest(), " "));
        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "cannot override",
                () -> fixture.as("bob").override(plan.changeId(), plan.digest(), "nobody is there"));
        Change approved = fixture.as("chloe").override(plan.changeId(), plan.digest(), "halt the cascade");

        assertThat(approved.state()).isEqualTo(ChangeState.APPROVED);
        RequirementResult result = result(fixture.desk.evaluate(plan.changeId()), "desk");
        assertThat(result.status()).isEqualTo(RequirementStatus.OVERRIDDEN);
        assertThat(result.why()).isEqualTo("0 of 1 approvals, overridden by chloe: halt the cascade");
    }

    @Test
    void evaluate_requirementsThatDoNotBind_holdNothingUpAndAreShown() {
        fixture.under(policy(
                requirement("reviewer").build(),
                requirement("advice").level(EnforcementLevel.ADVISORY).build(),
                requirement("trial").mode(PolicyMode.WARN).build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(approve("bob", plan)).isEqualTo(ChangeState.APPROVED);
        assertThat(fixture.desk.explain(plan.changeId()))
                .contains("UNSATISFIED    advice: 0 of 1 approvals (ADVISORY: holds nothing up)")
                .contains("UNSATISFIED    trial: 0 of 1 approvals (WARN: holds nothing up)");
    }

    @Test
    void evaluate_requirementAboutOtherFields_isNotApplicable() {
        fixture.under(policy(
                requirement("reviewer").build(),
                requirement("lots")
                        .addFields(FieldPattern.parse("spot-market/*/*#/sizeRule/**"))
                        .build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(result(fixture.desk.evaluate(plan.changeId()), "lots").status())
                .isEqualTo(RequirementStatus.NOT_APPLICABLE);
        assertThat(approve("bob", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void tick_approvalThatCountedForAnHour_reopensAfterwards() {
        fixture.under(
                policy(requirement("reviewer").expiresAfter(Duration.ofHours(1)).build()));
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        assertThat(fixture.desk.tick(fixture.clock.instant()).steps()).isEmpty();
        fixture.seconds.addAndGet(3600);
        assertRefused(
                Refusal.NOT_APPROVED,
                "bob (it counted for PT1H)",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        assertThat(fixture.desk.tick(fixture.clock.instant()).steps())
                .extracting(TickReport.Step::after)
                .containsExactly(ChangeState.IN_REVIEW);
        assertThat(approve("bob", plan)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void amend_outsideTheScopeOfARequirement_carriesItsApprovalOver() {
        fixture.under(policy(ticks(), requirement("reviewer").build()));
        fixture.person("tina", "ticks");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan first = fixture.submitted(change);
        approve("tina", first);
        approve("bob", first);

        amendTick(change, "XETHZUSD", "1");
        ChangePlan second = fixture.submitted(change);

        Decision decision = fixture.desk.evaluate(change.id());
        assertThat(result(decision, "ticks").status()).isEqualTo(RequirementStatus.SATISFIED);
        assertThat(result(decision, "reviewer").status()).isEqualTo(RequirementStatus.UNSATISFIED);
        assertThat(last(second, ChangeEvents.SUBMITTED)
                        .payloadAs(ChangeSubmitted.class)
                        .carried())
                .singleElement()
                .satisfies(carried -> {
                    assertThat(carried.reviewer()).isEqualTo(Actor.of("tina"));
                    assertThat(carried.planDigest()).isEqualTo(first.digest());
                });
        assertThat(approve("bob", second)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void submit_afterAnOverrideAndAnObjectionOfAnEarlierPlan_carriesBothOver() {
        fixture.under(policy(ticks()));
        fixture.person("tina", "ticks");
        fixture.person("cleo", "chief");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan first = fixture.submitted(change);
        fixture.as("tina").requestChanges(change.id(), first.digest(), "too coarse");
        fixture.as("cleo").override(change.id(), first.digest(), "the venue insists");

        amendTick(change, "XETHZUSD", "1");

        assertThat(carried(fixture.submitted(change))).containsExactly("tina", "cleo");
        assertThat(fixture.desk.explain(change.id())).contains("overridden by cleo");
    }

    @Test
    void submit_afterAReviewerEdited_carriesTheirApprovalOverNoMore() {
        fixture.under(policy(ticks()));
        fixture.person("tina", "ticks", "proposer");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        approve("tina", fixture.submitted(change));

        fixture.as("tina")
                .amend(
                        change.id(),
                        draft -> draft.edit(SpotMarket.class, "XETHZUSD", market -> DeskFixture.withTick(market, "1")));

        assertThat(carried(fixture.submitted(change))).isEmpty();
        assertThat(fixture.desk.evaluate(change.id()).permitted()).isFalse();
    }

    @Test
    void withdraw_onAPlanThatAskedSomethingElse_takesTheEarlierApprovalBack() {
        fixture.under(policy(ticks()));
        fixture.person("tina", "ticks");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        approve("tina", fixture.submitted(change));
        amendTick(change, "XXBTZUSD", "10");
        ChangePlan second = fixture.submitted(change);
        fixture.as("tina").withdraw(change.id(), second.digest(), "I was wrong");

        amendTick(change, "XXBTZUSD", "1");

        assertThat(carried(fixture.submitted(change))).isEmpty();
        assertThat(fixture.desk.evaluate(change.id()).permitted()).isFalse();
    }

    @Test
    void approve_aPlanThatAskedSomethingElse_leavesTheEarlierObjection() {
        fixture.under(policy(ticks()));
        fixture.person("tina", "ticks");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan first = fixture.submitted(change);
        fixture.as("tina").requestChanges(change.id(), first.digest(), "too fine");
        amendTick(change, "XXBTZUSD", "10");
        approve("tina", fixture.submitted(change));

        amendTick(change, "XXBTZUSD", "1");

        assertThat(carried(fixture.submitted(change))).containsExactly("tina");
        assertThat(fixture.desk.explain(change.id())).contains("changes requested by tina");
    }

    @Test
    void amend_insideTheScopeOfARequirement_voidsItsApproval() {
        fixture.under(policy(ticks()));
        fixture.person("tina", "ticks");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        approve("tina", fixture.submitted(change));

        amendTick(change, "XXBTZUSD", "10");
        fixture.submitted(change);

        assertThat(fixture.desk.evaluate(change.id()).permitted()).isFalse();
    }

    @Test
    void amend_scopeEqualButObjectionStanding_carriesTheObjectionOver() {
        fixture.under(policy(requirement("ticks")
                .addFields(FieldPattern.parse("spot-market/*/XXBTZUSD#/priceRule/**"))
                .carryOver(CarryOver.IF_SCOPE_UNCHANGED)
                .build()));
        fixture.person("tina", "ticks");
        fixture.person("tom", "ticks");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan first = fixture.submitted(change);
        fixture.as("tom").requestChanges(change.id(), first.digest(), "too coarse");

        amendTick(change, "XETHZUSD", "1");
        ChangePlan second = fixture.submitted(change);

        assertThat(approve("tina", second)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(change.id())).contains("changes requested by tom");
    }

    @Test
    void delegate_whileAway_countsInTheDelegatorsPlaceUntilTheEnd() {
        fixture.under(policy(requirement("risk").build()));
        fixture.person("rita", "risk");
        fixture.person("sam");
        Instant ends = DeskFixture.START.plus(Duration.ofHours(1));
        fixture.as("rita").delegate(Actor.of("sam"), "risk", DeskFixture.START, ends, "holiday");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertThat(approve("sam", plan)).isEqualTo(ChangeState.APPROVED);
        assertThat(fixture.desk.load(plan.changeId()).verdictsOnPlan())
                .singleElement()
                .satisfies(given -> assertThat(given.authority()).isEqualTo(Actor.of("rita")));

        ChangePlan later = fixture.submitted(fixture.proposeTick("XETHZUSD", "1"));
        fixture.seconds.addAndGet(3600);
        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "sam with roles []",
                () -> fixture.as("sam").approve(later.changeId(), later.digest(), "too late"));
        assertThat(fixture.desk.evaluate(plan.changeId()).permitted()).isTrue();
    }

    @Test
    void delegate_takenBackEarly_countsNoLonger() {
        fixture.under(policy(requirement("risk").build()));
        fixture.person("rita", "risk");
        fixture.person("sam");
        Actor sam = Actor.of("sam");
        Instant ends = DeskFixture.START.plus(Duration.ofHours(1));
        fixture.as("rita").delegate(sam, "risk", DeskFixture.START, ends, "holiday");
        fixture.as("rita").delegate(sam, "risk", DeskFixture.START, DeskFixture.START.plusSeconds(1), "back early");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "cannot approve",
                () -> fixture.as("sam").approve(plan.changeId(), plan.digest(), "as asked"));
    }

    @Test
    void evaluate_directoryThatFails_isAnErrorAndPermitsNothing() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        Directory broken = new Directory() {
            @Override
            public Optional<Principal> find(Actor actor) {
                if (actor.id().equals("bob")) {
                    throw new IllegalStateException("directory is down");
                }
                return Optional.ofNullable(fixture.people.get(actor.id()));
            }
        };
        ChangeDesk desk = fixture.openDesk(DeskFixture.policy(), broken);

        Decision decision = desk.evaluate(plan.changeId());

        assertThat(decision.permitted()).isFalse();
        assertThat(result(decision, "peer-review").status()).isEqualTo(RequirementStatus.ERROR);
        assertThat(result(decision, "peer-review").why()).contains("directory is down");
        assertRefused(
                Refusal.NOT_APPROVED,
                "directory is down",
                () -> desk.as(fixture.people.get("olga")).apply(plan.changeId(), plan.digest()));
    }

    @Test
    void apply_policyLoosenedSince_stillAsksWhatWasAskedAtTheSubmission() {
        fixture.under(policy(requirement("reviewer").minApprovals(2).build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        approve("bob", plan);
        fixture.under(loosened());

        fixture.desk.tick(fixture.clock.instant());
        assertRefused(Refusal.WRONG_STATE, "IN_REVIEW", () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        assertThat(fixture.desk.explain(plan.changeId())).contains("submitted under", "1 of 2 approvals");
        assertThat(approve("carol", plan)).isEqualTo(ChangeState.APPROVED);
        assertThat(fixture.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void apply_policyTightenedSince_asksWhatIsAskedNow() {
        fixture.under(loosened());
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.under(policy(
                requirement("reviewer").minApprovals(2).build(),
                requirement("risk").build()));
        fixture.person("rita", "risk");

        assertRefused(
                Refusal.NOT_APPROVED,
                "risk: 0 of 1 approvals",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        assertThat(fixture.desk.tick(fixture.clock.instant()).steps())
                .extracting(TickReport.Step::after)
                .containsExactly(ChangeState.IN_REVIEW);
        approve("carol", plan);
        assertThat(approve("rita", plan)).isEqualTo(ChangeState.APPROVED);
        assertThat(fixture.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    private static ApprovalPolicy loosened() {
        return ApprovalPolicy.builder()
                .from(policy(requirement("reviewer").build()))
                .version(2)
                .build();
    }

    private ChangeState approve(String who, ChangePlan plan) {
        return fixture.as(who).approve(plan.changeId(), plan.digest(), "read").state();
    }

    /** One more market in the same change; its lots, where the market is the one it is about. */
    private static ApprovalRequirement ticks() {
        return requirement("ticks")
                .addFields(FieldPattern.parse("spot-market/*/XXBTZUSD#/priceRule/**"))
                .carryOver(CarryOver.IF_SCOPE_UNCHANGED)
                .overridableBy("chief")
                .build();
    }

    private List<String> carried(ChangePlan plan) {
        return last(plan, ChangeEvents.SUBMITTED).payloadAs(ChangeSubmitted.class).carried().stream()
                .map(verdict -> verdict.reviewer().id())
                .toList();
    }

    private void amendTick(Change change, String market, String tick) {
        fixture.as("alice")
                .amend(
                        change.id(),
                        draft -> draft.policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                                        .build())
                                .edit(SpotMarket.class, market, found -> DeskFixture.withTick(found, tick)));
    }

    private JournalEntry last(ChangePlan plan, String type) {
        List<JournalEntry> entries = fixture.journal
                .read(EntryQuery.builder().stream(ChangeEvents.changeStream(plan.changeId()))
                        .type(type)
                        .build())
                .toList();
        return entries.get(entries.size() - 1);
    }

    private static RequirementResult result(Decision decision, String requirement) {
        return decision.requirements().stream()
                .filter(result -> result.requirement().equals(requirement))
                .findFirst()
                .orElseThrow();
    }
}
