package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** How holders of a perpetual pay each other. Every part is absent where the venue publishes it elsewhere. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableFundingConfig.class)
@JsonDeserialize(as = ImmutableFundingConfig.class)
public abstract class FundingConfig {
    FundingConfig() {}

    /** Divides the averaged premium; larger means slower. Unit as the venue's. */
    public abstract Optional<Amount> coefficient();

    /** Largest funding rate of one interval, as a fraction of the position's value, in either direction. */
    public abstract Optional<Rate> maxAbsRate();

    /** Time between two payments; an hour on Kraken, eight on most others. */
    public abstract Optional<Duration> interval();

    /** Interest that the rate contains, for one interval. */
    public abstract Optional<Rate> interestRate();

    /** Time between two samples of the premium. */
    public abstract Optional<Duration> premiumSample();

    /** Order value at which the premium is sampled. */
    public abstract Optional<Notional> impactNotional();

    public abstract Optional<FundingRateUnit> rateUnit();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableFundingConfig.Builder {
        Builder() {}
    }
}
