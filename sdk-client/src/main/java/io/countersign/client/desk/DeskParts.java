package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.GivenDelegation;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.client.policy.Involved;
import io.countersign.client.policy.KeyDirectory;
import io.countersign.client.policy.PolicyEvaluation;
import io.countersign.client.policy.Principal;
import io.countersign.client.policy.ReviewCase;
import io.countersign.client.rollout.Rollout;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a desk works with, and the questions that all its work asks. */
record DeskParts(
        DeskJournal journal,
        Rollout rollout,
        ApprovalPolicy policy,
        Directory directory,
        KeyDirectory keys,
        ChangeCalendar calendar,
        PlanMaker planMaker) {
    /** Who records what follows from others' acts, such as an approval that becomes complete. */
    static final Actor DESK = Actor.of("system:desk");

    /** A person with the roles that they have now. */
    Principal now(Actor actor) {
        return directory.find(actor).orElseGet(() -> Principal.of(actor.id()));
    }

    PlannedChange plan(Change change, ChangeContext facts) {
        return planMaker.plan(
                change.proposal(), journal.head(change.proposal().scope()).snapshot(), facts, policy.digest());
    }

    /** The plan of a change that has one. */
    static ChangePlan planOf(Change change) {
        return change.plan().orElseThrow(() -> noPlan(change));
    }

    static Digest planDigestOf(Change change) {
        return change.planDigest().orElseThrow(() -> noPlan(change));
    }

    private static ChangeRefusedException noPlan(Change change) {
        return new ChangeRefusedException(
                Refusal.WRONG_STATE,
                "Change " + change.id() + " is " + change.state() + " and has no plan: submit one");
    }

    /** Whether the plan under review may go on, under the policy in force and the one it was submitted under. */
    Decision evaluate(Change change, Optional<Actor> executor, Instant at) {
        ChangePlan plan = planOf(change);
        ReviewCase review = reviewCase(change, plan, planDigestOf(change), executor, at);
        PolicyEvaluation evaluation = new PolicyEvaluation(directory, keys);
        if (plan.policyDigest().equals(policy.digest())) {
            return evaluation.evaluate(policy, review);
        }
        return change.pinnedPolicy()
                .map(pinned -> evaluation.evaluate(policy, pinned, review))
                .orElseGet(() -> unknownPolicy(evaluation.evaluate(policy, review), plan));
    }

    /** What one policy says of a plan, whether that was submitted or not. */
    Decision evaluate(
            ApprovalPolicy by,
            Change change,
            ChangePlan plan,
            Digest planDigest,
            Optional<Actor> executor,
            Instant at) {
        return new PolicyEvaluation(directory, keys).evaluate(by, reviewCase(change, plan, planDigest, executor, at));
    }

    ReviewCase reviewCase(Change change, ChangePlan plan, Digest planDigest, Optional<Actor> executor, Instant at) {
        List<GivenDelegation> delegations = change.verdicts().stream()
                .filter(given -> !given.authority().equals(given.reviewer()))
                .map(GivenVerdict::reviewer)
                .distinct()
                .flatMap(reviewer -> journal.delegationsTo(reviewer).stream())
                .toList();
        return ReviewCase.builder()
                .plan(plan)
                .planDigest(planDigest)
                .verdicts(change.verdicts())
                .involved(involved(change, executor))
                .delegations(delegations)
                .at(at)
                .build();
    }

    static Involved involved(Change change, Optional<Actor> executor) {
        return new Involved(change.author(), change.editors(), change.lastEditor(), executor);
    }

    private static Decision unknownPolicy(Decision now, ChangePlan plan) {
        List<RequirementResult> results = new ArrayList<>(now.requirements());
        results.add(RequirementResult.builder()
                .requirement("policy of the submission")
                .status(RequirementStatus.ERROR)
                .why("the journal does not hold policy " + plan.policyDigest() + ", under which it was submitted")
                .whoCanSatisfy("its author, by rebasing and submitting it again")
                .build());
        return Decision.builder()
                .from(now)
                .pinnedPolicyDigest(plan.policyDigest())
                .permitted(false)
                .requirements(results)
                .build();
    }

    /**
     * Takes time as it passes: nothing is done at a time before what is recorded already.
     *
     * @throws ChangeRefusedException if the clock is behind
     */
    void requireClock(Instant at) {
        Instant recorded = journal.lastRecordedAt();
        if (at.plus(ApplyGuard.CLOCK_TOLERANCE).isBefore(recorded)) {
            throw new ChangeRefusedException(
                    Refusal.CLOCK_BEHIND,
                    "It is " + at + " by the desk's clock, and the journal has recorded something at " + recorded
                            + " already: set the clock right");
        }
    }
}
