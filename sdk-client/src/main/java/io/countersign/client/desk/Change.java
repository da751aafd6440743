package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.GivenReport;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeScheduled;
import io.countersign.model.change.Decision;
import io.countersign.model.change.GlassBroken;
import io.countersign.model.change.RiskTier;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** A change as its journal entries tell it: a fold over one stream. Immutable; a later look gives another value. */
@SdkStyle
@Value.Immutable
public abstract class Change {
    Change() {}

    public abstract ChangeState state();

    /** The latest revision. */
    public abstract ChangeProposed proposal();

    /** The plan under review or carried out; empty while it is a draft. */
    public abstract Optional<ChangePlan> plan();

    /** The digest of {@link #plan}. */
    public abstract Optional<Digest> planDigest();

    /** The policy that the plan names, where the journal has it. */
    public abstract Optional<ApprovalPolicy> pinnedPolicy();

    /** Everything said about any plan of it, in order. Which of it counts is for {@link ChangeDesk#evaluate}. */
    public abstract List<GivenVerdict> verdicts();

    /** What checks of any plan of it came to, in order. */
    public abstract List<GivenReport> reports();

    /** The decision that approved it, once it is approved. */
    public abstract Optional<Decision> decision();

    /** Who proposed it. */
    public abstract Actor author();

    /** Everyone who proposed, edited or submitted it, in order. */
    public abstract Set<Actor> editors();

    /** Who edited or submitted it last. */
    public abstract Actor lastEditor();

    /** When it is carried out by itself, while that stands. */
    public abstract Optional<ChangeScheduled> schedule();

    /** Who scheduled it. */
    public abstract Optional<Actor> scheduler();

    /** What the exchange was asked last. */
    public abstract Optional<ChangeApplying> intent();

    /** Who had the exchange asked last. */
    public abstract Optional<Actor> executor();

    /** Everyone who had the exchange asked, in order. */
    public abstract Set<Actor> executors();

    /** How it was carried out in an emergency, if it was. */
    public abstract Optional<GlassBroken> emergency();

    /** When the plan was submitted. */
    public abstract Optional<Instant> submittedAt();

    /** When it was approved last. */
    public abstract Optional<Instant> approvedAt();

    /** When it was in force first. */
    public abstract Optional<Instant> appliedAt();

    /** Whether the journal says that it is in force. */
    public abstract boolean inForce();

    /** Why it does not go on, while it does not: what a suspended, paused or failed change waits for. */
    public abstract Optional<String> heldUpBy();

    /** When its last entry was recorded. */
    public abstract Instant recordedAt();

    /** Number of entries in its stream. */
    public abstract long streamRevision();

    /** From where its stream is read on. */
    abstract long nextSequence();

    public String id() {
        return proposal().changeId();
    }

    /** How it came about. */
    public ChangeModel model() {
        if (emergency().isPresent()) {
            return ChangeModel.EMERGENCY;
        }
        return proposal().template().isPresent() ? ChangeModel.STANDARD : ChangeModel.NORMAL;
    }

    /** What was said about {@link #plan}, in order. */
    public List<GivenVerdict> verdictsOnPlan() {
        return verdicts().stream()
                .filter(given -> planDigest()
                        .filter(given.verdict().planDigest()::equals)
                        .isPresent())
                .toList();
    }

    /** What checks of {@link #plan} came to, in order. */
    public List<GivenReport> reportsOnPlan() {
        return reports().stream()
                .filter(given ->
                        planDigest().filter(given.report().planDigest()::equals).isPresent())
                .toList();
    }

    /** Whether its end needs a review by somebody who neither edited nor carried it out. */
    boolean needsIndependentReview() {
        boolean isCritical =
                plan().filter(plan -> plan.risk().tier() == RiskTier.CRITICAL).isPresent();
        return emergency().isPresent()
                || isCritical
                || state() == ChangeState.FAILED
                || state() == ChangeState.ROLLED_BACK;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a change. */
    static final class Builder extends ImmutableChange.Builder {
        Builder() {}
    }
}
