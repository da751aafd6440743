package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How far from a reference price orders are accepted. Multipliers are fractions of the reference: {@code 1.1} is ten percent
 * above it. Source of the Binance fields: Spot API, filters PERCENT_PRICE and PERCENT_PRICE_BY_SIDE.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutablePriceBand.class)
@JsonDeserialize(as = ImmutablePriceBand.class)
public abstract class PriceBand {
    PriceBand() {}

    public abstract PriceReference reference();

    /** Window of an average reference. */
    public abstract Optional<Duration> referenceWindow();

    /** Highest price of a buy order. */
    public abstract Optional<Rate> buyUp();

    /** Lowest price of a buy order. */
    public abstract Optional<Rate> buyDown();

    /** Highest price of a sell order. */
    public abstract Optional<Rate> sellUp();

    /** Lowest price of a sell order. */
    public abstract Optional<Rate> sellDown();

    public abstract Optional<BandScope> appliesTo();

    public abstract Optional<BandBreach> onBreach();

    public abstract Optional<StaleReferenceAction> onStaleReference();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutablePriceBand.Builder {
        Builder() {}
    }
}
