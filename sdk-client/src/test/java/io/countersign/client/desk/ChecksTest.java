package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.DeskFixture.policy;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.policy.AllowedFields;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.FieldPattern;
import io.countersign.client.policy.Governance;
import io.countersign.client.policy.PolicyMode;
import io.countersign.client.policy.ReadinessCheck;
import io.countersign.client.policy.ReportedCheck;
import io.countersign.client.policy.SameElsewhere;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.CheckOutcome;
import io.countersign.model.change.EvidenceReference;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must be so besides that people agree. */
class ChecksTest {
    private static final ReportedCheck REPLAY = ReportedCheck.builder()
            .id("uat-replay")
            .description("A day of orders is replayed where nobody trades")
            .role("ci")
            .maxAge(Duration.ofHours(24))
            .build();
    private static final ReportedCheck GO_LIVE = ReportedCheck.builder()
            .id("go-live")
            .description("By hand")
            .role("operator")
            .addItems("Books are drained", "Market makers know")
            .build();

    private final DeskFixture fixture = new DeskFixture();

    private ChangePlan submittedUnder(ReadinessCheck... checks) {
        fixture.person("ci", "ci");
        fixture.under(with(checks));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("bob").approve(plan.changeId(), plan.digest(), "read");
        return plan;
    }

    private static ApprovalPolicy with(ReadinessCheck... checks) {
        return ApprovalPolicy.builder().from(policy()).addChecks(checks).build();
    }

    private ChangeState state(ChangePlan plan) {
        return fixture.desk.load(plan.changeId()).state();
    }

    private Change report(ChangePlan plan, CheckOutcome outcome, EvidenceReference... evidence) {
        return fixture.as("ci")
                .report(plan.changeId(), plan.digest(), "uat-replay", outcome, "412 orders", List.of(evidence));
    }

    private RequirementResult result(ChangePlan plan, String check) {
        return fixture.desk.evaluate(plan.changeId()).requirements().stream()
                .filter(result -> result.requirement().equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void report_lastThatIsMissing_approvesThePlan() {
        ChangePlan plan = submittedUnder(REPLAY);
        assertThat(state(plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(plan.changeId()))
                .contains(
                        "UNSATISFIED    uat-replay: not reported for this plan",
                        "who can: role ci, by reporting it for this plan");

        assertThat(report(plan, CheckOutcome.PASS).state()).isEqualTo(ChangeState.APPROVED);
        assertThat(result(plan, "uat-replay").why()).isEqualTo("PASS by ci: 412 orders");
    }

    @Test
    void report_whatDoesNotPass_holdsThePlanUp() {
        for (CheckOutcome outcome : CheckOutcome.values()) {
            ChangePlan plan = submittedUnder(REPLAY);
            ChangeState expected = outcome == CheckOutcome.PASS || outcome == CheckOutcome.WARN
                    ? ChangeState.APPROVED
                    : ChangeState.IN_REVIEW;
            assertThat(report(plan, outcome).state()).as("%s", outcome).isEqualTo(expected);
            fixture.as("alice").cancel(plan.changeId(), "next");
        }
    }

    @Test
    void report_failureAfterApproval_reopensTheChange() {
        ChangePlan plan = submittedUnder(REPLAY);
        report(plan, CheckOutcome.PASS);

        assertThat(report(plan, CheckOutcome.FAIL).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(report(plan, CheckOutcome.PASS).state()).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void apply_reportThatIsTooOld_isRefusedWithItsAge() {
        ChangePlan plan = submittedUnder(REPLAY);
        report(plan, CheckOutcome.PASS);
        fixture.seconds.addAndGet(Duration.ofHours(26).toSeconds());

        assertRefused(
                Refusal.NOT_APPROVED,
                "old, and counts for PT24H",
                () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        fixture.desk.tick(fixture.clock.instant());
        assertThat(state(plan)).isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void report_evidenceThatIsOlderThanTheReport_countsFromTheEvidence() {
        ChangePlan plan = submittedUnder(REPLAY);
        EvidenceReference stale = EvidenceReference.builder()
                .uri(URI.create("https://ci.example/1"))
                .digest(Digest.ofCanonical("log"))
                .source("ci/uat")
                .collectedAt(DeskFixture.START.minus(Duration.ofHours(30)))
                .build();

        assertThat(report(plan, CheckOutcome.PASS, stale).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(result(plan, "uat-replay").why()).startsWith("the result is PT30H");
    }

    @Test
    void report_bySomebodyElseThanItsSource_isRefusedAndDoesNotCountLater() {
        ChangePlan plan = submittedUnder(REPLAY);
        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "the role ci can",
                () -> fixture.as("bob")
                        .report(plan.changeId(), plan.digest(), "uat-replay", CheckOutcome.PASS, "fine", List.of()));
        report(plan, CheckOutcome.PASS);
        fixture.person("ci");

        assertThat(result(plan, "uat-replay").status()).isEqualTo(RequirementStatus.UNSATISFIED);
        assertThat(result(plan, "uat-replay").why()).isEqualTo("ci has not the role ci");
    }

    @Test
    void report_forAnotherPlan_isRefusedAndOldOnesCountForNone() {
        ChangePlan plan = submittedUnder(REPLAY);
        report(plan, CheckOutcome.PASS);
        fixture.as("alice").amend(plan.changeId(), draft -> draft.title("Another"));
        ChangePlan next = fixture.submitted(fixture.desk.load(plan.changeId()));

        assertRefused(Refusal.STALE_PLAN, "look at what changed", () -> report(plan, CheckOutcome.PASS));
        assertThat(result(next, "uat-replay").why()).isEqualTo("not reported for this plan");
    }

    @Test
    void report_unknownCheckOrWithoutWords_isRefused() {
        ChangePlan plan = submittedUnder(REPLAY);
        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "no report of \"uat\", but of [uat-replay]",
                () -> fixture.as("ci")
                        .report(plan.changeId(), plan.digest(), "uat", CheckOutcome.PASS, "fine", List.of()));
        assertRefused(
                Refusal.DOCUMENT_MISSING,
                "must say what was found",
                () -> fixture.as("ci")
                        .report(plan.changeId(), plan.digest(), "uat-replay", CheckOutcome.PASS, " ", List.of()));
        assertRefused(
                Refusal.OUT_OF_BOUNDS,
                "has not the item Lunch",
                () -> fixture.as("ci").signOff(plan.changeId(), plan.digest(), "uat-replay", "Lunch", "had"));
    }

    @Test
    void signOff_itemsOfAChecklist_inTheirOrder() {
        ChangePlan plan = submittedUnder(GO_LIVE);
        assertRefused(
                Refusal.WRONG_STATE,
                "\"Books are drained\" is not done",
                () -> fixture.as("olga")
                        .signOff(plan.changeId(), plan.digest(), "go-live", "Market makers know", "mailed"));
        fixture.as("olga").signOff(plan.changeId(), plan.digest(), "go-live", "Books are drained", "empty at 09:00");
        assertThat(result(plan, "go-live").why())
                .isEqualTo("1 of 2 items done; \"Market makers know\": not reported for this plan");

        Change done =
                fixture.as("olga").signOff(plan.changeId(), plan.digest(), "go-live", "Market makers know", "mailed");

        assertThat(done.state()).isEqualTo(ChangeState.APPROVED);
        assertThat(fixture.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void allowedFields_planThatChangesAnother_waits() {
        AllowedFields ticks = AllowedFields.builder()
                .id("ticks-only")
                .description("Nothing but ticks")
                .addFields(FieldPattern.parse("spot-market/kraken/*#/priceRule/tickSize"))
                .build();
        assertThat(state(submittedUnder(ticks))).isEqualTo(ChangeState.APPROVED);

        Change wider = fixture.proposeTick("XETHZUSD", "0.5");
        fixture.as("alice").amend(wider.id(), draft -> draft.put(DeskFixture.asset("USDT")));
        ChangePlan plan = fixture.submitted(wider);
        fixture.as("bob").approve(plan.changeId(), plan.digest(), "read");

        assertThat(state(plan)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(result(plan, "ticks-only").why()).contains("fields changed that may not: asset/kraken/USDT /");
    }

    @Test
    void sameElsewhere_planThatWasNotTriedThere_waitsUntilItIs() {
        Scope uat = new Scope("kraken", "uat");
        SameElsewhere tried = SameElsewhere.builder()
                .id("same-in-uat")
                .description("Tried in UAT")
                .scope(uat)
                .build();
        ChangePlan plan = submittedUnder(tried);
        assertThat(result(plan, "same-in-uat").why())
                .isEqualTo(
                        "not what is in force in kraken/uat: spot-market/kraken/XXBTZUSD /priceRule/tickSize is absent "
                                + "there and would be 1");

        fixture.desk.recordBaseline(
                Actor.of("alice"),
                ConfigSnapshot.of(uat, List.of(DeskFixture.withTick(DeskFixture.market("XXBTZUSD"), "1"))),
                DeskFixture.START);
        fixture.desk.tick(fixture.clock.instant());

        assertThat(state(plan)).isEqualTo(ChangeState.APPROVED);
        ChangePlan excepted = submittedUnder(SameElsewhere.builder()
                .from(tried)
                .scope(new Scope("kraken", "nowhere"))
                .addExcept(FieldPattern.parse("spot-market/**#/priceRule/*"))
                .build());
        assertThat(state(excepted)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void checks_onTrial_holdNothingUp() {
        ChangePlan plan = submittedUnder(
                ReportedCheck.builder().from(REPLAY).mode(PolicyMode.WARN).build());

        assertThat(state(plan)).isEqualTo(ChangeState.APPROVED);
        assertThat(fixture.desk.explain(plan.changeId()))
                .contains("not reported for this plan (WARN: holds nothing up)");
    }

    @Test
    void checks_alone_approveNothing() {
        fixture.person("ci", "ci");
        fixture.under(ApprovalPolicy.builder()
                .from(policy(DeskFixture.requirement("bitcoin")
                        .addFields(FieldPattern.parse("spot-market/*/XXBTZUSD#/**"))
                        .build()))
                .addChecks(REPLAY)
                .build());
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XETHZUSD", "1"));

        assertThat(report(plan, CheckOutcome.PASS).state()).isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void checks_ofOtherKinds_areNotAskedFor() {
        ChangePlan plan = submittedUnder(ReportedCheck.builder()
                .from(REPLAY)
                .addKinds(DocumentKind.MARGIN_SCHEDULE)
                .build());

        assertThat(state(plan)).isEqualTo(ChangeState.APPROVED);
        assertThat(result(plan, "uat-replay").status()).isEqualTo(RequirementStatus.NOT_APPLICABLE);
    }

    @Test
    void checks_ofWhatGovernsTheDesk_areAskedForOnlyWhenTheySaySo() {
        for (boolean isAsked : List.of(false, true)) {
            DeskFixture governed = new DeskFixture()
                    .governedBy(Governance.of(with(
                            isAsked
                                    ? ReportedCheck.builder()
                                            .from(REPLAY)
                                            .addKinds(DocumentKind.GOVERNANCE)
                                            .build()
                                    : REPLAY)));
            ChangePlan plan =
                    governed.submitted(governed.proposeGovernance(now -> now.withPolicy(ApprovalPolicy.builder()
                            .from(now.policy())
                            .version(2)
                            .checks(List.of())
                            .build())));
            governed.as("bob").approve(plan.changeId(), plan.digest(), "read");
            Change change = governed.as("rita").approve(plan.changeId(), plan.digest(), "read");

            assertThat(change.state()).isEqualTo(isAsked ? ChangeState.IN_REVIEW : ChangeState.APPROVED);
        }
    }

    @Test
    void policy_twoOfOneId_isRefused() {
        assertThatThrownBy(() -> with(REPLAY, REPLAY)).hasMessageContaining("two requirements or checks of one id");
        assertThatThrownBy(() -> ReportedCheck.builder()
                        .from(GO_LIVE)
                        .addItems("Market makers know")
                        .build())
                .hasMessageContaining("names an item twice");
    }

    @Test
    void readiness_reportsAndOthersOnTheSameFields_areShown() {
        ChangePlan plan = submittedUnder(REPLAY);
        report(
                plan,
                CheckOutcome.WARN,
                EvidenceReference.builder()
                        .uri(URI.create("https://ci.example/runs/4711"))
                        .digest(Digest.ofCanonical("log"))
                        .source("ci/uat")
                        .collectedAt(DeskFixture.START)
                        .build());
        Change other = fixture.proposeTick("XXBTZUSD", "5");
        List<String> texts = new ArrayList<>();
        var report = fixture.desk.readiness(plan.changeId(), fixture.desk.plan(plan.changeId(), fixture.facts()));
        texts.add(report.toText());
        texts.add(report.toMarkdown());
        texts.add(report.toPage());

        assertThat(texts)
                .allSatisfy(text -> assertThat(text)
                        .contains("https://ci.example/runs/4711", "ci/uat", "WARN")
                        .contains(other.id()
                                + " is DRAFT and changes spot-market/kraken/XXBTZUSD /priceRule/tickSize too"));
        assertThat(fixture.desk
                        .head(SCOPE)
                        .load(SpotMarket.class, "XXBTZUSD")
                        .priceRule()
                        .tickSize()
                        .toString())
                .isEqualTo("0.1");
    }
}
