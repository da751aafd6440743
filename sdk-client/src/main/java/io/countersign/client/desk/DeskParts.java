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
import io.countersign.client.policy.SameElsewhere;
import io.countersign.client.policy.StandardChange;
import io.countersign.client.rollout.Rollout;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a desk works with, and the questions that all its work asks. */
record DeskParts(
        DeskJournal journal,
        Rollout exchange,
        Governing governing,
        Directory directory,
        KeyDirectory keys,
        PlanMaker planMaker) {
    /** Who records what follows from others' acts, such as an approval that becomes complete. */
    static final Actor DESK = Actor.of("system:desk");

    ApprovalPolicy policy() {
        return governing.now().policy();
    }

    ChangeCalendar calendar() {
        return governing.now().calendar();
    }

    /** How something is put into force in a scope. */
    Rollout rollout(Scope scope) {
        return governing.isIn(scope) ? new Rollout(new GovernanceGateway(journal)) : exchange;
    }

    /** What is in force in a scope, as those say who have it. */
    ConfigSnapshot live(Scope scope) {
        return rollout(scope).live(scope);
    }

    /** A person with the roles that they have now. */
    Principal now(Actor actor) {
        return directory.find(actor).orElseGet(() -> Principal.of(actor.id()));
    }

    PlannedChange plan(Change change, ChangeContext facts) {
        ConfigSnapshot head = journal.head(change.proposal().scope()).snapshot();
        governing.requireValid(head, change.proposal().changes().applyTo(head));
        PlanMaker maker = governing.isIn(head.scope()) ? PlanMaker.WITHOUT_RULES : planMaker;
        return maker.plan(change.proposal(), head, facts, policy().digest());
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
        ApprovalPolicy inForce = policy();
        if (plan.policyDigest().equals(inForce.digest())) {
            return evaluation.evaluate(inForce, review);
        }
        return change.pinnedPolicy()
                .map(pinned -> evaluation.evaluate(inForce, pinned, review))
                .orElseGet(() -> unknownPolicy(evaluation.evaluate(inForce, review), plan));
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
                .reports(change.reports())
                .elsewhere(elsewhere(change))
                .involved(involved(change, executor))
                .delegations(delegations)
                .standard(standard(change, plan, at))
                .at(at)
                .build();
    }

    /** What is in force in the scopes that checks of the policy in force, or of that of the submission, name. */
    private Map<Scope, ConfigSnapshot> elsewhere(Change change) {
        return Stream.concat(Stream.of(policy()), change.pinnedPolicy().stream())
                .flatMap(policy -> policy.checks().stream())
                .filter(SameElsewhere.class::isInstance)
                .map(check -> ((SameElsewhere) check).scope())
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), scope -> journal.head(scope).snapshot()));
    }

    /** The template that a change was made from, where it was, and whether it stands for approvals of a plan. */
    Optional<StandardChange> standard(Change change, ChangePlan plan, Instant at) {
        return governing.standard(change, plan, (editor, role) -> now(editor).hasRole(role), at);
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
