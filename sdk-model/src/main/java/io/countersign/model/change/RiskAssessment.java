package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.util.List;
import org.immutables.value.Value;

/**
 * How risky a plan is, and why.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableRiskAssessment.class)
@JsonDeserialize(as = ImmutableRiskAssessment.class)
public abstract class RiskAssessment {
    RiskAssessment() {}

    public abstract RiskTier tier();

    /** Each reason with its figures. */
    public abstract List<String> reasons();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableRiskAssessment.Builder {
        Builder() {}
    }
}
