package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.Scope;
import java.util.List;
import org.immutables.value.Value;

/**
 * Exactly what would be done, and all that is known about it: the thing that is approved. Its digest names it; a plan is applied at most once.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangePlan.class)
@JsonDeserialize(as = ImmutableChangePlan.class)
public abstract class ChangePlan {
    ChangePlan() {}

    public abstract String changeId();

    /** The revision that it was made from. */
    public abstract int revision();

    public abstract Scope scope();

    /** Root of the configuration that it changes. */
    public abstract Digest baseRoot();

    /** Root of the configuration that it leaves. */
    public abstract Digest resultRoot();

    public abstract SemanticDiff changes();

    /** What undoes it; approved with it. */
    public abstract SemanticDiff inverse();

    public abstract ChangePolicy policy();

    public abstract ValidationReport report();

    public abstract List<ScenarioEvidence> scenarios();

    public abstract RiskAssessment risk();

    /** Digest of the approval policy in force when it was made. */
    public abstract Digest policyDigest();

    /** Digest of the rules and their data that judged it. */
    public abstract Digest rulesDigest();

    /** The digest of the canonical JSON of all of the above. */
    @Value.Lazy
    public Digest digest() {
        return Digest.ofCanonical(this);
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangePlan.Builder {
        Builder() {}
    }
}
