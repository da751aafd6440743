package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Whether a plan may go on, requirement by requirement.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableDecision.class)
@JsonDeserialize(as = ImmutableDecision.class)
public abstract class Decision {
    Decision() {}

    public abstract Digest planDigest();

    /** The policy in force. */
    public abstract Digest policyDigest();

    /** The policy under which the plan was submitted, where that is another one; each requirement is then the stricter of both. */
    public abstract Optional<Digest> pinnedPolicyDigest();

    public abstract boolean permitted();

    public abstract List<RequirementResult> requirements();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableDecision.Builder {
        Builder() {}
    }
}
