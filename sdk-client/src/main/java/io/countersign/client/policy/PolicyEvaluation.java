package io.countersign.client.policy;

import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.journal.Actor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a plan may go on: a pure function of the plan, what was said about it, the policy, who people are now, and the moment. What
 * cannot be evaluated is not satisfied.
 */
public final class PolicyEvaluation {
    private final Directory directory;
    private final KeyDirectory keys;

    public PolicyEvaluation(Directory directory, KeyDirectory keys) {
        this.directory = directory;
        this.keys = keys;
    }

    /** The decision by one policy. */
    public Decision evaluate(ApprovalPolicy policy, ReviewCase review) {
        Map<String, Counted> counted = new LinkedHashMap<>();
        Map<String, RequirementResult> failed = new LinkedHashMap<>();
        Seats seats = new Seats();
        for (ApprovalRequirement requirement : policy.requirementsOf(review.plan())) {
            try {
                Tally tally = Tally.of(requirement, review, directory, keys);
                Counted count = new Counted(tally, whoCan(tally, review), review.standard());
                counted.put(requirement.id(), count);
                boolean sharesNobody = requirement.distinctFrom().contains(Distinct.OTHER_REQUIREMENTS)
                        && requirement.nonBinding().isEmpty()
                        && tally.override().isEmpty()
                        && !count.isStandard();
                if (sharesNobody) {
                    seats.add(tally);
                }
            } catch (RuntimeException e) { // whatever the host's directory or key store throws: nobody has agreed
                failed.put(requirement.id(), error(requirement, e));
            }
        }
        Map<String, List<GivenVerdict>> seated = seats.assign();
        List<RequirementResult> results = new ArrayList<>();
        for (ApprovalRequirement requirement : policy.requirements()) {
            String id = requirement.id();
            Counted found = counted.get(id);
            results.add(
                    found == null
                            ? failed.getOrDefault(id, notApplicable(requirement))
                            : result(
                                    found, seated.getOrDefault(id, found.tally().approvals())));
        }
        boolean isAnybodyAsked = results.stream()
                .anyMatch(
                        result -> result.nonBinding().isEmpty() && result.status() != RequirementStatus.NOT_APPLICABLE);
        if (!isAnybodyAsked) {
            results.add(nobodyAsked(policy));
        }
        policy.checks().forEach(check -> results.add(judge(check, review)));
        return decision(policy, review, results);
    }

    private RequirementResult judge(ReadinessCheck check, ReviewCase review) {
        if (!check.appliesTo(review.plan())) {
            return RequirementResult.builder()
                    .from(check.result(true, "is not about what this plan touches", ""))
                    .status(RequirementStatus.NOT_APPLICABLE)
                    .build();
        }
        try {
            return check.judge(review, directory);
        } catch (RuntimeException e) { // whatever the host's directory throws: nothing is known to be so
            return RequirementResult.builder()
                    .from(check.result(
                            false, "could not be judged: " + e, "nobody, until the host's directory answers again"))
                    .status(RequirementStatus.ERROR)
                    .build();
        }
    }

    /** A plan that nobody needs to approve would pass unseen. */
    private static RequirementResult nobodyAsked(ApprovalPolicy policy) {
        return RequirementResult.builder()
                .requirement("anybody at all")
                .status(RequirementStatus.UNSATISFIED)
                .why("no binding requirement of policy " + policy.id() + " applies to this plan")
                .whoCanSatisfy("whoever may change the policy")
                .build();
    }

    /** The decision by the policy in force and by the one that the plan was submitted under: of each requirement the stricter result. */
    public Decision evaluate(ApprovalPolicy inForce, ApprovalPolicy pinned, ReviewCase review) {
        Decision now = evaluate(inForce, review);
        if (pinned.equals(inForce)) {
            return now;
        }
        Map<String, RequirementResult> stricter = new LinkedHashMap<>();
        now.requirements().forEach(result -> stricter.put(result.requirement(), result));
        Decision then = evaluate(pinned, review);
        then.requirements().forEach(result -> stricter.merge(result.requirement(), result, PolicyEvaluation::stricter));
        return Decision.builder()
                .from(now)
                .pinnedPolicyDigest(then.policyDigest())
                .permitted(now.permitted() && then.permitted())
                .requirements(stricter.values())
                .build();
    }

    private static RequirementResult stricter(RequirementResult left, RequirementResult right) {
        if (left.passes() != right.passes()) {
            return left.passes() ? right : left;
        }
        return left.status() == RequirementStatus.NOT_APPLICABLE ? right : left;
    }

    private static Decision decision(ApprovalPolicy policy, ReviewCase review, List<RequirementResult> results) {
        return Decision.builder()
                .planDigest(review.planDigest())
                .policyDigest(policy.digest())
                .permitted(results.stream().allMatch(RequirementResult::passes))
                .requirements(results)
                .build();
    }

    /** What was said for a requirement, and who else could. */
    private record Counted(Tally tally, String whoCan, Optional<StandardChange> standard) {
        /** Whether a template stands for it, and nobody wants changes. */
        boolean isStandard() {
            return tally.against().isEmpty()
                    && standard.filter(change -> change.standsFor(tally.requirement()))
                            .isPresent();
        }
    }

    private static RequirementResult result(Counted counted, List<GivenVerdict> approvals) {
        Tally tally = counted.tally();
        ApprovalRequirement requirement = tally.requirement();
        boolean isSatisfied = counted.isStandard()
                || (approvals.size() >= requirement.minApprovals()
                        && tally.against().isEmpty());
        RequirementStatus status = isSatisfied
                ? RequirementStatus.SATISFIED
                : tally.override().isPresent() ? RequirementStatus.OVERRIDDEN : RequirementStatus.UNSATISFIED;
        StringBuilder why = new StringBuilder()
                .append(approvals.size())
                .append(" of ")
                .append(requirement.minApprovals())
                .append(" approvals");
        if (approvals.size() < tally.approvals().size()) {
            why.append(" (")
                    .append(tally.approvals().size() - approvals.size())
                    .append(" more, of people who are counted for another requirement)");
        }
        if (!tally.against().isEmpty()) {
            why.append(", changes requested by ").append(names(tally.against()));
        }
        tally.override()
                .filter(given -> !isSatisfied)
                .ifPresent(given -> why.append(", overridden by ")
                        .append(given.reviewer())
                        .append(": ")
                        .append(given.verdict().comment()));
        counted.standard()
                .filter(standard -> standard.isMeantFor(requirement))
                .ifPresent(standard -> why.append(", ").append(standard.words()));
        if (!tally.discounted().isEmpty()) {
            why.append(", not counted: ").append(String.join(", ", tally.discounted()));
        }
        return RequirementResult.builder()
                .requirement(requirement.id())
                .status(status)
                .nonBinding(requirement.nonBinding())
                .why(why.toString())
                .approvers(approvals.stream().map(GivenVerdict::reviewer).toList())
                .whoCanSatisfy(counted.whoCan())
                .build();
    }

    private String whoCan(Tally tally, ReviewCase review) {
        ApprovalRequirement requirement = tally.requirement();
        if (!tally.against().isEmpty()) {
            return names(tally.against()) + ", by approving or withdrawing"
                    + requirement
                            .overridableBy()
                            .map(role -> "; role " + role + " can override it")
                            .orElse("");
        }
        Set<Actor> excluded = review.involved().excludedFrom(requirement);
        String ask = directory.withRole(requirement.role()).stream()
                .map(Principal::actor)
                .filter(actor -> !excluded.contains(actor)
                        && tally.approvals().stream()
                                .noneMatch(given -> given.reviewer().equals(actor)))
                .sorted()
                .map(Actor::id)
                .collect(Collectors.joining(", "));
        return "role " + requirement.role()
                + (requirement.signatureRequired() ? ", signed" : "")
                + (excluded.isEmpty() ? "" : ", nobody who edits it or carries it out (" + names(excluded) + ")")
                + (ask.isEmpty() ? "" : "; ask " + ask)
                + requirement
                        .overridableBy()
                        .map(role -> "; role " + role + " can override it")
                        .orElse("");
    }

    private static RequirementResult notApplicable(ApprovalRequirement requirement) {
        return RequirementResult.builder()
                .requirement(requirement.id())
                .status(RequirementStatus.NOT_APPLICABLE)
                .nonBinding(requirement.nonBinding())
                .why("applies from risk tier " + requirement.fromTier() + " on"
                        + (requirement.kinds().isEmpty() ? "" : " to " + requirement.kinds())
                        + (requirement.fields().isEmpty() ? "" : " to " + requirement.fields()))
                .whoCanSatisfy("")
                .build();
    }

    private static RequirementResult error(ApprovalRequirement requirement, RuntimeException error) {
        return RequirementResult.builder()
                .requirement(requirement.id())
                .status(RequirementStatus.ERROR)
                .nonBinding(requirement.nonBinding())
                .why("could not be evaluated: " + error)
                .whoCanSatisfy("nobody, until the host's directory answers again")
                .build();
    }

    private static String names(Collection<Actor> actors) {
        return actors.stream().map(Actor::id).distinct().collect(Collectors.joining(", "));
    }
}
