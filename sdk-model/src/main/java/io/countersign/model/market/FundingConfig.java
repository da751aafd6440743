package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Rate;
import org.immutables.value.Value;

/** How holders of a perpetual pay each other. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableFundingConfig.class)
@JsonDeserialize(as = ImmutableFundingConfig.class)
public abstract class FundingConfig {
    FundingConfig() {}

    /** Divides the averaged premium; larger means slower. Unit as the venue's. */
    public abstract Amount coefficient();

    /** Largest funding rate of one interval, as a fraction of the position's value, in either direction. */
    public abstract Rate maxAbsRate();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableFundingConfig.Builder {
        Builder() {}
    }
}
