package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Notional;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.immutables.value.Value;

/** Which order values a market accepts, in the quote asset. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableNotionalRule.class)
@JsonDeserialize(as = ImmutableNotionalRule.class)
public abstract class NotionalRule {
    NotionalRule() {}

    /** Smallest order value. */
    public abstract Optional<Notional> minNotional();

    /** Largest order value. */
    public abstract Optional<Notional> maxNotional();

    /** Whether {@link #minNotional()} holds for market orders too. */
    public abstract Optional<Boolean> minAppliesToMarket();

    /** Whether {@link #maxNotional()} holds for market orders too. */
    public abstract Optional<Boolean> maxAppliesToMarket();

    /** Window of the average price that values a market order; zero when the last price does. */
    public abstract Optional<Duration> averagePriceWindow();

    /** Digits after the point that the venue keeps of a cost. 0 to 18. */
    public abstract Optional<Integer> costDecimals();

    /**
     * Names of the bounds here that the venue published as switched off, in the way of Binance, which publishes 0; a bound
     * that it does not publish at all is merely absent.
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedSet<String> disabled();

    @Value.Check
    void check() {
        costDecimals().ifPresent(digits -> Checks.digits("Cost decimals", digits));
        Checks.disabled(disabled(), Map.of("minNotional", minNotional(), "maxNotional", maxNotional()));
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableNotionalRule.Builder {
        Builder() {}
    }
}
