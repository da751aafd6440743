package io.countersign.client.policy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.RiskTier;
import io.countersign.model.market.DocumentKind;
import java.util.SortedSet;
import org.immutables.value.Value;

/** One thing that must be agreed to: so many people with a role, for the plans that it applies to. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableApprovalRequirement.class)
@JsonDeserialize(as = ImmutableApprovalRequirement.class)
public abstract class ApprovalRequirement {
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

    /** Whether one eligible person may refuse for good. */
    @Value.Default
    public boolean vetoBlocks() {
        return false;
    }

    @Value.Check
    void check() {
        if (minApprovals() < 1) {
            throw new IllegalArgumentException(
                    "Requirement " + id() + " must ask for at least 1 approval: " + minApprovals());
        }
    }

    /** Whether a plan needs it. */
    public boolean appliesTo(ChangePlan plan) {
        return plan.risk().tier().compareTo(fromTier()) >= 0
                && (kinds().isEmpty()
                        || plan.changes().documents().stream().anyMatch(id -> kinds().contains(id.kind())));
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
