package io.countersign.client.policy;

import io.countersign.model.SdkStyle;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Everything a decision on a plan rests on, besides the policy and who people are now. */
@SdkStyle
@Value.Immutable
public abstract class ReviewCase {
    ReviewCase() {}

    public abstract ChangePlan plan();

    /** Of {@link #plan}. */
    public abstract Digest planDigest();

    /** Everything said about any plan of the change, in the order in which it was given. */
    public abstract List<GivenVerdict> verdicts();

    /** What checks of any plan of the change came to, in order. */
    public abstract List<GivenReport> reports();

    /** What is in force in the other scopes that the checks of a policy name. */
    public abstract Map<Scope, ConfigSnapshot> elsewhere();

    public abstract Involved involved();

    /** Which roles were delegated to the reviewers, whenever. */
    public abstract List<GivenDelegation> delegations();

    /** The template that the change was made from, where it was. */
    public abstract Optional<StandardChange> standard();

    /** The moment that is asked about. */
    public abstract Instant at();

    /** Starts a case. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a case. */
    public static final class Builder extends ImmutableReviewCase.Builder {
        Builder() {}
    }
}
