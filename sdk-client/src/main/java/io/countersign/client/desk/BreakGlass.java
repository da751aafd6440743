package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.EnforcementLevel;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.change.GlassBroken;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Carrying a change out in an emergency, without all that its policy asks for. What was passed over is written down. */
final class BreakGlass {
    private final DeskParts parts;
    private final ApplyGuard guard;
    private final Review review;
    private final Execution execution;

    BreakGlass(DeskParts parts, ApplyGuard guard, Review review, Execution execution) {
        this.parts = parts;
        this.guard = guard;
        this.review = review;
        this.execution = execution;
    }

    void carryOut(
            Change change,
            Actor executor,
            Digest planDigest,
            ChangeContext facts,
            String incident,
            String justification) {
        Instant at = parts.journal().now();
        String role = parts.policy()
                .breakGlassRole()
                .orElseThrow(() -> ApplyGuard.refused(
                        Refusal.NOT_ELIGIBLE,
                        "Policy " + parts.policy().id() + " lets nobody break glass: it names no role for it"));
        guard.requireRole(executor, role, "carry out a change in an emergency");
        guard.requireMarkets(change, "change in an emergency");
        requireText(incident, "the id of the incident");
        requireText(justification, "a justification");
        requireNoReviewOverdue(executor, at);
        ChangePlan plan =
                change.plan().orElseGet(() -> parts.plan(change, facts).plan());
        if (!plan.digest().equals(planDigest)) {
            throw ApplyGuard.refused(
                    Refusal.STALE_PLAN,
                    "What " + change.id() + " would do is plan " + plan.digest() + ", not " + planDigest
                            + ": look at the plan again");
        }
        List<Finding> blocking = plan.report().atLeast(Severity.BLOCK);
        if (!blocking.isEmpty()) {
            throw ApplyGuard.refused(
                    Refusal.VALIDATION_FAILED,
                    "Not even an emergency gets past what blocks: "
                            + blocking.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        }
        Decision decision = change.plan().isPresent()
                ? parts.evaluate(change, Optional.of(executor), at)
                : parts.evaluate(parts.policy(), change, plan, planDigest, Optional.of(executor), at);
        requireHard(change, plan, planDigest, executor, at);
        ApplyGuard.Go go = guard.requireBase(change, plan, bypassed(decision));
        ChangeApplying applying = Execution.applying(change, planDigest, go, parts, Optional.of(justification));
        GlassBroken broken = GlassBroken.builder()
                .changeId(change.id())
                .incident(incident)
                .justification(justification)
                .plan(plan)
                .bypassed(passedOver(change, executor, plan, decision, at))
                .carried(
                        change.plan().isPresent() // its submission says so
                                ? List.of()
                                : review.carried(change, plan, planDigest, Optional.of(executor)))
                .reviewDue(at.plus(parts.policy().reviewWithin()))
                .intent(applying)
                .build();
        execution.begin(
                change,
                parts.journal().changeDraft(change.id(), ChangeEvents.GLASS_BROKEN, executor, broken),
                applying,
                go);
    }

    /** Whether what nothing gets past holds still, for an emergency that is resumed. */
    void requireHard(Change change, Actor executor, Instant at) {
        requireHard(change, DeskParts.planOf(change), DeskParts.planDigestOf(change), executor, at);
    }

    /** By the policy in force and by that of the submission, each by itself: what is soft in one does not become hard by the other. */
    private void requireHard(Change change, ChangePlan plan, Digest planDigest, Actor executor, Instant at) {
        Stream.concat(Stream.of(parts.policy()), change.pinnedPolicy().stream()).forEach(policy -> {
            Set<String> hard = policy.requirementsOf(plan).stream()
                    .filter(requirement -> requirement.level() == EnforcementLevel.HARD_MANDATORY)
                    .map(ApprovalRequirement::id)
                    .collect(Collectors.toSet());
            Decision decision = parts.evaluate(policy, change, plan, planDigest, Optional.of(executor), at);
            boolean isMissing = decision.requirements().stream()
                    .anyMatch(result -> hard.contains(result.requirement()) && !result.passes());
            if (isMissing) {
                throw ApplyGuard.refused(
                        Refusal.NOT_APPROVED,
                        "Not even an emergency gets past a requirement that is HARD_MANDATORY. "
                                + Explanation.of(change, decision));
            }
        });
    }

    private void requireNoReviewOverdue(Actor executor, Instant at) {
        for (String id : parts.journal().brokenGlassBy(executor)) {
            Change other = parts.journal().load(id);
            other.emergency()
                    .filter(broken ->
                            !other.state().isTerminal() && broken.reviewDue().isBefore(at))
                    .ifPresent(broken -> {
                        throw ApplyGuard.refused(
                                Refusal.REVIEW_OVERDUE,
                                executor + " carried out " + id + " in an emergency, and its review was due at "
                                        + broken.reviewDue() + ": have it reviewed and closed first");
                    });
        }
    }

    private List<String> passedOver(Change change, Actor executor, ChangePlan plan, Decision decision, Instant at) {
        List<String> passedOver = new ArrayList<>();
        decision.requirements().stream()
                .filter(result -> !result.passes())
                .map(RequirementResult::requirement)
                .forEach(passedOver::add);
        plan.report().atLeast(Severity.ERROR).stream()
                .map(Finding::ruleId)
                .distinct()
                .forEach(passedOver::add);
        if (!parts.calendar().at(at).isOpen()) {
            passedOver.add("calendar");
        }
        if (change.editors().contains(executor)) {
            passedOver.add("executor who edited it");
        }
        if (guard.expiresAt(change).filter(end -> !at.isBefore(end)).isPresent()) {
            passedOver.add("plan that has expired");
        }
        if (plan.policy().noticePeriod().isPresent()) {
            passedOver.add("notice period");
        }
        return passedOver;
    }

    private static Decision bypassed(Decision decision) {
        return Decision.builder()
                .from(decision)
                .permitted(true)
                .requirements(decision.requirements().stream()
                        .map(result -> result.passes()
                                ? result
                                : RequirementResult.builder()
                                        .from(result)
                                        .status(RequirementStatus.BYPASSED)
                                        .build())
                        .toList())
                .build();
    }

    private static void requireText(String text, String what) {
        if (text.isBlank()) {
            throw ApplyGuard.refused(Refusal.DOCUMENT_MISSING, "An emergency change needs " + what);
        }
    }
}
