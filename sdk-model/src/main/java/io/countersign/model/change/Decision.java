package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import java.util.List;
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

    public abstract Digest policyDigest();

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
