package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Rate;
import java.util.Optional;
import java.util.SortedMap;
import org.immutables.value.Value;

/** What a position must hold from a size on. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableMarginTier.class)
@JsonDeserialize(as = ImmutableMarginTier.class)
public abstract class MarginTier {
    MarginTier() {}

    /** Position size from which the tier holds, in the schedule's unit; the first tier's is 0. Half-open: up to the next tier's. */
    public abstract Amount lowerBound();

    /** Part of the position's value needed to open it. */
    public abstract Rate initialMargin();

    /** Part of the position's value below which it is liquidated. */
    public abstract Rate maintenanceMargin();

    /** Highest leverage that the venue names for the tier. */
    public abstract Optional<Leverage> maxLeverage();

    /**
     * What the tier's rate on the whole position overstates the marginal requirement by, in the unit of the bounds;
     * published by Binance as {@code cum}. Zero in the first tier.
     */
    public abstract Optional<Amount> maintenanceAmount();

    /** Fields of the tier that this model has no name for, as in {@link MarketDocument#extensions()}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedMap<String, String> extensions();

    public static MarginTier of(String lowerBound, String initialMargin, String maintenanceMargin) {
        return builder()
                .lowerBound(Amount.of(lowerBound))
                .initialMargin(Rate.of(initialMargin))
                .maintenanceMargin(Rate.of(maintenanceMargin))
                .build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableMarginTier.Builder {
        Builder() {}
    }
}
