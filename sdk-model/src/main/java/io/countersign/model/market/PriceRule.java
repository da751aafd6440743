package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
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

    /** Whether the venue published no tick size or switched it off, so that the reader took one unit of the last shown digit, with a finding. */
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

    /**
     * Tick sizes by price where they grow with it, ascending, the first from 0; empty where {@link #tickSize()} holds at
     * every price. That is one of them.
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<TickStep> tickLadder();

    /** Whether a price of 0 is accepted. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @Value.Default
    public boolean allowsZero() {
        return false;
    }

    /** Whether prices below 0 are accepted. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @Value.Default
    public boolean allowsNegative() {
        return false;
    }

    /**
     * Names of the bounds here that the venue published as switched off, in the way of Binance, which publishes 0; a bound
     * that it does not publish at all is merely absent.
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedSet<String> disabled();

    @Value.Check
    void check() {
        pricePrecision().ifPresent(digits -> Checks.digits("Price precision", digits));
        checkLadder();
        Checks.disabled(
                disabled(),
                Map.of(
                        "tickSize", Optional.of(tickSize()).filter(tick -> !tickDerived()),
                        "minPrice", minPrice(),
                        "maxPrice", maxPrice()));
    }

    private void checkLadder() {
        for (int i = 0; i < tickLadder().size(); i++) {
            Price from = tickLadder().get(i).abovePrice();
            boolean ascends = i == 0
                    ? from.value().signum() == 0
                    : from.compareTo(tickLadder().get(i - 1).abovePrice()) > 0;
            if (!ascends) {
                throw new IllegalArgumentException(
                        "A tick ladder must begin at 0 and ascend: step " + (i + 1) + " begins at " + from);
            }
        }
        if (!tickLadder().isEmpty()
                && tickLadder().stream().map(TickStep::tickSize).noneMatch(tickSize()::equals)) {
            throw new IllegalArgumentException("The tick size must be one of its ladder's: " + tickSize());
        }
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
