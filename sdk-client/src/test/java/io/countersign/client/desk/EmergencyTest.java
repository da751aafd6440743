package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.DeskFixture.policy;
import static io.countersign.client.desk.DeskFixture.requirement;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.CarryOver;
import io.countersign.client.policy.Distinct;
import io.countersign.client.policy.EnforcementLevel;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.GlassBroken;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EntryQuery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Breaking glass: what it gets past, what not, and what it leaves to be done. */
class EmergencyTest {
    private final DeskFixture fixture = new DeskFixture();

    @Test
    void breakGlass_byTheApproverOfAHardRequirementThatWantsAnotherExecutor_isRefused() {
        underBreakGlass(requirement("risk")
                .level(EnforcementLevel.HARD_MANDATORY)
                .distinctFrom(List.of(Distinct.AUTHOR, Distinct.EXECUTOR))
                .build());
        fixture.person("ines", "incident-commander", "risk");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("ines").approve(plan.changeId(), plan.digest(), "looked at");

        assertRefused(
                Refusal.NOT_APPROVED,
                "somebody else than who carries it out",
                () -> fixture.as("ines")
                        .breakGlass(plan.changeId(), plan.digest(), fixture.facts(), "INC-88", "hurry"));
    }

    @Test
    void breakGlass_hardRequirementOfTheSubmissionThatIsNoMore_isStillAsked() {
        underBreakGlass(
                requirement("risk").level(EnforcementLevel.HARD_MANDATORY).build());
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        underBreakGlass(requirement("reviewer").build());

        assertRefused(
                Refusal.NOT_APPROVED,
                "HARD_MANDATORY",
                () -> fixture.as("ines")
                        .breakGlass(plan.changeId(), plan.digest(), fixture.facts(), "INC-88", "hurry"));
    }

    @Test
    void breakGlass_bySomebodyElseWhileAReviewIsOverdue_works() {
        brokenGlass("XXBTZUSD");
        fixture.seconds.addAndGet(Duration.ofHours(25).toSeconds());
        fixture.person("ivan", "incident-commander");
        Change change = fixture.proposeTick("XETHZUSD", "1");
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        assertThat(fixture.as("ivan")
                        .breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-89", "hurry")
                        .state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void breakGlass_byWhoEditedIt_saysSo() {
        underBreakGlass(requirement("reviewer").build());
        fixture.person("alice", "proposer", "incident-commander");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        Change applied =
                fixture.as("alice").breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-88", "alone at night");

        assertThat(applied.emergency().orElseThrow().bypassed()).containsExactly("reviewer", "executor who edited it");
    }

    @Test
    void breakGlass_draftInWhichNothingChangedOfWhatWasApproved_saysWhoseApprovalCounted() {
        underBreakGlass(
                requirement("risk").carryOver(CarryOver.IF_SCOPE_UNCHANGED).build(),
                requirement("reviewer").build());
        fixture.person("rita", "risk");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan submitted = fixture.submitted(change);
        fixture.as("rita").approve(change.id(), submitted.digest(), "looked at");
        fixture.as("bob").approve(change.id(), submitted.digest(), "read");
        fixture.as("alice").rebase(change.id());
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        Change applied = fixture.as("ines").breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-88", "hurry");

        GlassBroken broken = applied.emergency().orElseThrow();
        assertThat(broken.bypassed()).containsExactly("reviewer");
        assertThat(broken.carried()).singleElement().satisfies(carried -> {
            assertThat(carried.reviewer()).isEqualTo(Actor.of("rita"));
            assertThat(carried.requirement()).isEqualTo("risk");
            assertThat(carried.planDigest()).isEqualTo(submitted.digest());
        });
    }

    @Test
    void breakGlass_planUnderReview_leavesToItsSubmissionWhoseApprovalCounts() {
        underBreakGlass(
                requirement("risk").carryOver(CarryOver.IF_SCOPE_UNCHANGED).build(),
                requirement("reviewer").build());
        fixture.person("rita", "risk");
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan first = fixture.submitted(change);
        fixture.as("rita").approve(change.id(), first.digest(), "looked at");
        ChangePlan second = fixture.submitted(fixture.as("alice").rebase(change.id()));

        Change applied =
                fixture.as("ines").breakGlass(change.id(), second.digest(), fixture.facts(), "INC-88", "hurry");

        assertThat(applied.emergency().orElseThrow().carried()).isEmpty();
    }

    @Test
    void breakGlass_draftDuringAFreeze_isInForceAndSaysWhatItPassedOver() {
        fixture.calendar = DeskFixture.frozen("year end", "2026-01-01T00:00", "2026-02-01T00:00");
        underBreakGlass(requirement("reviewer").build());
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        Change applied = fixture.as("ines")
                .breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-88", "halt the cascade");

        assertThat(applied.state()).isEqualTo(ChangeState.APPLIED);
        assertThat(fixture.exchange.read(SCOPE).snapshot().root()).isEqualTo(plan.resultRoot());
        GlassBroken broken = fixture.journal
                .read(EntryQuery.builder().type(ChangeEvents.GLASS_BROKEN).build())
                .toList()
                .get(0)
                .payloadAs(GlassBroken.class);
        assertThat(broken.bypassed()).containsExactly("reviewer", "calendar");
        assertThat(broken.incident()).isEqualTo("INC-88");
        assertThat(broken.intent().decision().requirements())
                .extracting(RequirementResult::status)
                .containsExactly(RequirementStatus.BYPASSED);
    }

    @Test
    void breakGlass_withoutTheRole_isRefused() {
        underBreakGlass(requirement("reviewer").build());
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "the role incident-commander can",
                () -> fixture.as("olga").breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-88", "hurry"));
        fixture.under(DeskFixture.policy());
        assertRefused(
                Refusal.NOT_ELIGIBLE,
                "lets nobody break glass",
                () -> fixture.as("ines").breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-88", "hurry"));
    }

    @Test
    void breakGlass_withoutAnIncident_isRefused() {
        underBreakGlass(requirement("reviewer").build());
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        assertRefused(
                Refusal.DOCUMENT_MISSING,
                "the id of the incident",
                () -> fixture.as("ines").breakGlass(change.id(), plan.digest(), fixture.facts(), " ", "hurry"));
    }

    @Test
    void breakGlass_hardRequirementNotMet_isRefusedUntilItIs() {
        underBreakGlass(
                requirement("risk").level(EnforcementLevel.HARD_MANDATORY).build(),
                requirement("reviewer").build());
        fixture.person("rita", "risk");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        assertRefused(
                Refusal.NOT_APPROVED,
                "HARD_MANDATORY",
                () -> fixture.as("ines")
                        .breakGlass(plan.changeId(), plan.digest(), fixture.facts(), "INC-88", "hurry"));
        fixture.as("rita").approve(plan.changeId(), plan.digest(), "margin looked at");

        assertThat(fixture.as("ines")
                        .breakGlass(plan.changeId(), plan.digest(), fixture.facts(), "INC-88", "hurry")
                        .state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void breakGlass_ruleThatBlocks_isRefused() {
        underBreakGlass(requirement("reviewer").build());
        Change change = fixture.proposeTick("XXBTZUSD", "0.25");
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        assertRefused(
                Refusal.VALIDATION_FAILED,
                "T-TCK-02",
                () -> fixture.as("ines").breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-88", "hurry"));
    }

    @Test
    void breakGlass_ruleThatFindsAnError_isPassedOverAndNamed() {
        underBreakGlass(requirement("reviewer").build());
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        fixture.as("alice").amend(change.id(), draft -> draft.policy(ChangePolicy.none()));
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();

        Change applied = fixture.as("ines").breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-88", "hurry");

        assertThat(applied.emergency().orElseThrow().bypassed()).containsExactly("reviewer", "T-TCK-01");
    }

    @Test
    void breakGlass_planOfOtherFacts_isRefused() {
        underBreakGlass(requirement("reviewer").build());
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan other = fixture.desk
                .plan(fixture.proposeTick("XETHZUSD", "1").id(), fixture.facts())
                .plan();

        assertRefused(
                Refusal.STALE_PLAN,
                "look at the plan again",
                () -> fixture.as("ines").breakGlass(change.id(), other.digest(), fixture.facts(), "INC-88", "hurry"));
    }

    @Test
    void close_emergencyByWhoCarriedItOut_isRefused() {
        Change broken = brokenGlass("XXBTZUSD");

        assertRefused(
                Refusal.SELF_APPROVAL,
                "review by somebody else",
                () -> fixture.as("ines").close(broken.id(), ReviewOutcome.SUCCESSFUL, "all good", List.of()));
        assertThat(fixture.as("carol")
                        .close(broken.id(), ReviewOutcome.SUCCESSFUL, "read the logs", List.of())
                        .state())
                .isEqualTo(ChangeState.CLOSED);
    }

    @Test
    void breakGlass_whileAReviewIsOverdue_isRefused() {
        Change first = brokenGlass("XXBTZUSD");
        fixture.seconds.addAndGet(Duration.ofHours(25).toSeconds());

        assertThat(fixture.desk.tick(fixture.clock.instant()).reviewsOverdue()).containsExactly(first.id());
        assertRefused(Refusal.REVIEW_OVERDUE, first.id(), () -> brokenGlass("XETHZUSD"));
        fixture.as("carol").close(first.id(), ReviewOutcome.SUCCESSFUL, "read the logs", List.of());
        assertThat(brokenGlass("XETHZUSD").state()).isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void rollback_emergency_works() {
        Change broken = brokenGlass("XXBTZUSD");

        assertThat(fixture.as("olga").rollback(broken.id(), "it made it worse").state())
                .isEqualTo(ChangeState.ROLLED_BACK);
        assertThat(fixture.desk.head(SCOPE)).isEqualTo(fixture.baseline);
    }

    private Change brokenGlass(String market) {
        underBreakGlass(requirement("reviewer").build());
        Change change = fixture.proposeTick(market, "1");
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();
        return fixture.as("ines").breakGlass(change.id(), plan.digest(), fixture.facts(), "INC-88", "hurry");
    }

    private void underBreakGlass(ApprovalRequirement... requirements) {
        fixture.person("ines", "incident-commander");
        fixture.under(ApprovalPolicy.builder()
                .from(policy(requirements))
                .breakGlassRole("incident-commander")
                .build());
    }
}
