package io.countersign.client.policy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * Who must agree to which plans, and who may carry them out. Every requirement that applies must be satisfied. Named by its
 * digest, which a plan and every verdict repeat.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableApprovalPolicy.class)
@JsonDeserialize(as = ImmutableApprovalPolicy.class)
public abstract class ApprovalPolicy {
    ApprovalPolicy() {}

    public abstract String id();

    /** From 1; each edit makes the next. */
    public abstract int version();

    /** The role whose holders may propose and edit. */
    public abstract String proposerRole();

    /** The role whose holders may apply and roll back. */
    public abstract String applierRole();

    public abstract List<ApprovalRequirement> requirements();

    @Value.Check
    void check() {
        if (requirements().isEmpty()) {
            throw new IllegalArgumentException("Approval policy " + id()
                    + " must have a requirement: a plan that nobody " + "needs to approve would pass unseen");
        }
        Set<String> ids = requirements().stream().map(ApprovalRequirement::id).collect(Collectors.toSet());
        if (ids.size() != requirements().size()) {
            throw new IllegalArgumentException("Approval policy " + id() + " has two requirements of one id: " + ids);
        }
    }

    /** The digest of the canonical JSON. */
    public Digest digest() {
        return Digest.ofCanonical(this);
    }

    /** The requirements that a person's verdict on a plan counts for. */
    public List<ApprovalRequirement> requirementsFor(Principal person, ChangePlan plan) {
        return requirements().stream()
                .filter(requirement -> requirement.appliesTo(plan) && person.hasRole(requirement.role()))
                .toList();
    }

    /**
     * Whether a plan may go on. Verdicts count when they name this plan's digest, come from nobody who edited the change, and
     * their giver still holds the role; of several verdicts of one person on one requirement the last counts.
     *
     * @param verdicts in the order in which they were given
     * @param editors everyone who proposed or edited the change
     */
    public Decision evaluate(
            ChangePlan plan, List<GivenVerdict> verdicts, Collection<Actor> editors, Directory directory) {
        Digest planDigest = plan.digest();
        List<RequirementResult> results = new ArrayList<>();
        for (ApprovalRequirement requirement : requirements()) {
            results.add(
                    requirement.appliesTo(plan)
                            ? evaluate(requirement, planDigest, verdicts, editors, directory)
                            : RequirementResult.builder()
                                    .requirement(requirement.id())
                                    .status(RequirementStatus.NOT_APPLICABLE)
                                    .why("applies from risk tier " + requirement.fromTier() + " on"
                                            + (requirement.kinds().isEmpty() ? "" : " to " + requirement.kinds()))
                                    .whoCanSatisfy("")
                                    .build());
        }
        return Decision.builder()
                .planDigest(planDigest)
                .policyDigest(digest())
                .permitted(results.stream().allMatch(ApprovalPolicy::passes))
                .requirements(results)
                .build();
    }

    private static RequirementResult evaluate(
            ApprovalRequirement requirement,
            Digest planDigest,
            List<GivenVerdict> verdicts,
            Collection<Actor> editors,
            Directory directory) {
        Map<Actor, Verdict> last = new LinkedHashMap<>();
        for (GivenVerdict given : verdicts) {
            VerdictGiven verdict = given.verdict();
            boolean counts = verdict.planDigest().equals(planDigest)
                    && verdict.requirement().equals(requirement.id())
                    && !editors.contains(given.reviewer())
                    && directory
                            .find(given.reviewer())
                            .map(person -> person.hasRole(requirement.role()))
                            .orElse(false);
            if (counts) {
                last.put(given.reviewer(), verdict.verdict());
            }
        }
        List<Actor> approvers = last.entrySet().stream()
                .filter(entry -> entry.getValue() == Verdict.APPROVE)
                .map(Map.Entry::getKey)
                .toList();
        List<Actor> against = last.entrySet().stream()
                .filter(entry -> entry.getValue() == Verdict.REQUEST_CHANGES || entry.getValue() == Verdict.VETO)
                .map(Map.Entry::getKey)
                .toList();
        boolean satisfied = approvers.size() >= requirement.minApprovals() && against.isEmpty();
        return RequirementResult.builder()
                .requirement(requirement.id())
                .status(satisfied ? RequirementStatus.SATISFIED : RequirementStatus.UNSATISFIED)
                .why(approvers.size() + " of " + requirement.minApprovals() + " approvals"
                        + (against.isEmpty() ? "" : ", changes requested by " + names(against)))
                .approvers(approvers)
                .whoCanSatisfy("role " + requirement.role() + ", not " + names(editors) + " (who edited it)")
                .build();
    }

    private static boolean passes(RequirementResult result) {
        return switch (result.status()) {
            case SATISFIED, NOT_APPLICABLE -> true;
            case UNSATISFIED, OVERRIDDEN, BYPASSED, ERROR -> false;
        };
    }

    private static String names(Collection<Actor> actors) {
        return actors.stream().map(Actor::id).distinct().collect(Collectors.joining(", "));
    }

    /** Starts a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a policy. */
    public static final class Builder extends ImmutableApprovalPolicy.Builder {
        Builder() {}
    }
}
