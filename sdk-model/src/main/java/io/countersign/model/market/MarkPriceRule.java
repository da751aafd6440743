package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How the mark price follows the index. Premium caps are fractions of the index. For a fixed maturity the cap grows from
 * {@link #premiumCapNear()} one day before the end to {@link #premiumCapFar()} at {@link #farDays()} days. Source of
 * Kraken's figures: Crypto Facilities support article 115002794113.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableMarkPriceRule.class)
@JsonDeserialize(as = ImmutableMarkPriceRule.class)
public abstract class MarkPriceRule {
    MarkPriceRule() {}

    public abstract MarkFormula formula();

    /** Largest premium of a perpetual, either way. */
    public abstract Optional<Rate> premiumCap();

    public abstract Optional<Rate> premiumCapNear();

    public abstract Optional<Rate> premiumCapFar();

    /** Days to maturity from which {@link #premiumCapFar()} holds. At least 2. */
    public abstract Optional<Integer> farDays();

    /** Step that the mark price is rounded to. */
    public abstract Optional<TickSize> roundTo();

    @Value.Check
    void check() {
        farDays().ifPresent(days -> Checks.require("Far days", "at least 2", days, d -> d >= 2));
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableMarkPriceRule.Builder {
        Builder() {}
    }
}
