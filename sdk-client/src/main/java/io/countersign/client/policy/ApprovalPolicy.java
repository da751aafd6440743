package io.countersign.client.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.json.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The role whose holders may apply, schedule and roll back. */
    public abstract String applierRole();

    /** The role whose holders may break glass: carry a change out in an emergency without all that is required. Nobody unless told. */
    public abstract Optional<String> breakGlassRole();

    /** What a change must bring before it can be reviewed; a rationale and a rollback plan unless told. */
    @Value.Default
    @Value.NaturalOrder
    public SortedSet<RequiredDocument> requiredDocuments() {
        return new TreeSet<>(Set.of(RequiredDocument.RATIONALE, RequiredDocument.ROLLBACK_PLAN));
    }

    /** By when a change that was carried out in an emergency must have been reviewed and closed. */
    @Value.Default
    public Duration reviewWithin() {
        return Duration.ofDays(1);
    }

    /** How long after it was submitted a plan may still be carried out; without it, as long as nothing moves under it. */
    public abstract Optional<Duration> planExpiresAfter();

    /** How long after it was applied a change may be rolled back by the inverse that was approved with it; without it, always. */
    public abstract Optional<Duration> rollbackWindow();

    public abstract List<ApprovalRequirement> requirements();

    /** What must be so besides. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<ReadinessCheck> checks();

    @Value.Check
    void check() {
        if (requirements().isEmpty()) {
            throw new IllegalArgumentException("Approval policy " + id()
                    + " must have a requirement: a plan that nobody " + "needs to approve would pass unseen");
        }
        Set<String> ids = Stream.concat(
                        requirements().stream().map(ApprovalRequirement::id),
                        checks().stream().map(ReadinessCheck::id))
                .collect(Collectors.toCollection(TreeSet::new));
        if (ids.size() != requirements().size() + checks().size()) {
            throw new IllegalArgumentException(
                    "Approval policy " + id() + " has two requirements or checks of one id: " + ids);
        }
    }

    /** The digest of the canonical JSON. */
    @Value.Lazy
    public Digest digest() {
        return Digest.ofCanonical(this);
    }

    /** Every role that it names. */
    public Set<String> roles() {
        Set<String> roles = requirements().stream()
                .flatMap(requirement -> requirement
                        .overridableBy()
                        .map(role -> List.of(requirement.role(), role))
                        .orElse(List.of(requirement.role()))
                        .stream())
                .collect(Collectors.toCollection(TreeSet::new));
        checks().stream()
                .filter(ReportedCheck.class::isInstance)
                .map(check -> ((ReportedCheck) check).role())
                .forEach(roles::add);
        roles.add(proposerRole());
        roles.add(applierRole());
        breakGlassRole().ifPresent(roles::add);
        return roles;
    }

    /** The requirements that a plan needs. */
    public List<ApprovalRequirement> requirementsOf(ChangePlan plan) {
        return requirements().stream()
                .filter(requirement -> requirement.appliesTo(plan))
                .toList();
    }

    /** The first version of a policy. */
    public static ApprovalPolicy of(
            String id, String proposerRole, String applierRole, ApprovalRequirement... requirements) {
        return builder()
                .id(id)
                .version(1)
                .proposerRole(proposerRole)
                .applierRole(applierRole)
                .addRequirements(requirements)
                .build();
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
