package io.countersign.client.policy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.RiskTier;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.immutables.value.Value;

/** One thing that must be agreed to: so many people with a role, for the plans that it applies to. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableApprovalRequirement.class)
@JsonDeserialize(as = ImmutableApprovalRequirement.class)
public abstract class ApprovalRequirement {
    private static final Set<Distinct> NOT_ONES_OWN =
            EnumSet.of(Distinct.AUTHOR, Distinct.CO_AUTHOR, Distinct.LAST_EDITOR);

    ApprovalRequirement() {}

    /** Such as {@code peer-review}. */
    public abstract String id();

    public abstract String description();

    /** The role whose holders may approve. */
    public abstract String role();

    /** How many different people must approve; at least 1. */
    @Value.Default
    public int minApprovals() {
        return 1;
    }

    /** It applies to plans of this tier and above. */
    @Value.Default
    public RiskTier fromTier() {
        return RiskTier.LOW;
    }

    /** It applies to plans that touch one of these kinds; to all plans when empty. */
    @Value.NaturalOrder
    public abstract SortedSet<DocumentKind> kinds();

    /** It applies to plans that touch one of these fields, and is about them alone; to all fields when empty. */
    @Value.NaturalOrder
    public abstract SortedSet<FieldPattern> fields();

    /** Whom verdicts must not come from; nobody who edited the change, unless told. */
    @Value.Default
    @Value.NaturalOrder
    public SortedSet<Distinct> distinctFrom() {
        return new TreeSet<>(NOT_ONES_OWN);
    }

    /** Whether one eligible person may refuse for good. */
    @Value.Default
    public boolean vetoBlocks() {
        return false;
    }

    @Value.Default
    public EnforcementLevel level() {
        return EnforcementLevel.SOFT_MANDATORY;
    }

    @Value.Default
    public PolicyMode mode() {
        return PolicyMode.ENFORCE;
    }

    /** The role whose holders may let a plan pass without it, with a reason. */
    public abstract Optional<String> overridableBy();

    /** What becomes of its verdicts when the change is edited. */
    @Value.Default
    public CarryOver carryOver() {
        return CarryOver.NEVER;
    }

    /** How long an approval counts, from when it was recorded; without it, as long as the plan stands. */
    public abstract Optional<Duration> expiresAfter();

    /** Whether only signed verdicts count. */
    @Value.Default
    public boolean signatureRequired() {
        return false;
    }

    @Value.Check
    void check() {
        if (minApprovals() < 1) {
            throw new IllegalArgumentException(
                    "Requirement " + id() + " must ask for at least 1 approval: " + minApprovals());
        }
        if (expiresAfter().map(after -> after.isNegative() || after.isZero()).orElse(false)) {
            throw new IllegalArgumentException("Approvals of requirement " + id() + " must count for some time: "
                    + expiresAfter().orElseThrow());
        }
        if (level() == EnforcementLevel.HARD_MANDATORY && overridableBy().isPresent()) {
            throw new IllegalArgumentException("Requirement " + id()
                    + " is HARD_MANDATORY and cannot be overridden by role "
                    + overridableBy().orElseThrow() + ": make it SOFT_MANDATORY, or name no role");
        }
    }

    /** Whether a plan needs it. */
    public boolean appliesTo(ChangePlan plan) {
        return plan.risk().tier().compareTo(fromTier()) >= 0
                && plan.changes().changes().stream().anyMatch(this::isAbout);
    }

    /** Why plans do not wait for it, where they do not. */
    Optional<String> nonBinding() {
        if (mode() != PolicyMode.ENFORCE) {
            return Optional.of(mode().name());
        }
        return level() == EnforcementLevel.ADVISORY ? Optional.of(level().name()) : Optional.empty();
    }

    /** Names what of a plan it is about; equal in another plan in which none of that differs. */
    public Digest scopeDigest(ChangePlan plan) {
        return PlanScope.of(this, plan).digest();
    }

    /**
     * Of verdicts in the order in which they were recorded, each person's last word for this requirement on a plan, or on an earlier
     * one that asked them the same. What they said later about a plan that asked them something else takes an approval back, and leaves
     * an objection.
     *
     * @param planDigest the digest of the plan
     */
    public List<GivenVerdict> lastWords(ChangePlan plan, Digest planDigest, List<GivenVerdict> verdicts) {
        Map<Actor, GivenVerdict> last = new LinkedHashMap<>();
        Optional<Digest> scope =
                carryOver() == CarryOver.IF_SCOPE_UNCHANGED ? Optional.of(scopeDigest(plan)) : Optional.empty();
        for (GivenVerdict given : verdicts) {
            boolean isAboutIt = given.verdict().planDigest().equals(planDigest)
                    || (scope.isPresent() && given.verdict().scopeDigest().equals(scope));
            GivenVerdict before = last.get(given.reviewer());
            boolean stands = before != null && before.isObjection() && !isAboutIt;
            if (given.verdict().requirement().equals(id()) && !stands) {
                last.remove(given.reviewer());
                if (isAboutIt) {
                    last.put(given.reviewer(), given);
                }
            }
        }
        return List.copyOf(last.values());
    }

    boolean isAbout(FieldChange change) {
        return (kinds().isEmpty() || kinds().contains(change.document().kind()))
                && (fields().isEmpty() || fields().stream().anyMatch(pattern -> pattern.matches(change)));
    }

    /** One approval by somebody with a role who did not edit the change, for every plan. */
    public static ApprovalRequirement of(String id, String role) {
        return builder().id(id).description("Approved by a " + role).role(role).build();
    }

    /** Starts a requirement. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a requirement. */
    public static final class Builder extends ImmutableApprovalRequirement.Builder {
        Builder() {}
    }
}
