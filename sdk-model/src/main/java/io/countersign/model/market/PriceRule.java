package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.util.Optional;
import org.immutables.value.Value;

/** Which prices a market accepts: multiples of the tick size, inside optional bounds. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutablePriceRule.class)
@JsonDeserialize(as = ImmutablePriceRule.class)
public abstract class PriceRule {
    PriceRule() {}

    /** Smallest price step. First-class: never worked out from a number of decimals, unless {@link #tickDerived()} says so. */
    public abstract TickSize tickSize();

    /** Whether the venue published no tick size, so that the reader took one unit of the last shown digit, with a finding. */
    @Value.Default
    public boolean tickDerived() {
        return false;
    }

    /** Digits after the point that the venue shows; display only. 0 to 18. */
    public abstract Optional<Integer> pricePrecision();

    /** Lowest price accepted. */
    public abstract Optional<Price> minPrice();

    /** Highest price accepted. */
    public abstract Optional<Price> maxPrice();

    @Value.Check
    void check() {
        pricePrecision().ifPresent(digits -> Checks.digits("Price precision", digits));
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutablePriceRule.Builder {
        Builder() {}
    }
}
