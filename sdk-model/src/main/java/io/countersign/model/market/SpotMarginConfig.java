package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What a spot market lends: leverage by side, position limits, and the levels at which a position is called and closed. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableSpotMarginConfig.class)
@JsonDeserialize(as = ImmutableSpotMarginConfig.class)
public abstract class SpotMarginConfig {
    SpotMarginConfig() {}

    /** Leverages offered for buying, ascending; empty when buying on margin is disabled. */
    public abstract List<Integer> leverageBuy();

    /** Leverages offered for selling, ascending; empty when selling on margin is disabled. */
    public abstract List<Integer> leverageSell();

    /** Margin level (equity over used margin) below which the account is warned. */
    public abstract Optional<Percent> marginCallLevel();

    /** Margin level below which positions are closed. */
    public abstract Optional<Percent> marginStopLevel();

    /** Largest long position, in units of the base asset; zero when disabled, absent when not published. */
    public abstract Optional<Quantity> longPositionLimit();

    /** Largest short position, in units of the base asset; zero when disabled, absent when not published. */
    public abstract Optional<Quantity> shortPositionLimit();

    /** Venue ids of the assets that are lent; empty where the venue does not name them. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<String> borrowAssets();

    /** Fee of opening a position, a fraction of its value. */
    public abstract Optional<Rate> openingFee();

    /** Fee of keeping it for one {@link #rolloverInterval()}, a fraction of its value. */
    public abstract Optional<Rate> rolloverFee();

    public abstract Optional<Duration> rolloverInterval();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableSpotMarginConfig.Builder {
        Builder() {}
    }
}
