package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How a contract with a fixed maturity ends. The end of trading itself is {@link FuturesContract#lastTradingAt()}; zone and
 * local time say what it follows when clocks change.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableExpiryConfig.class)
@JsonDeserialize(as = ImmutableExpiryConfig.class)
public abstract class ExpiryConfig {
    ExpiryConfig() {}

    /** When positions are settled or delivered. */
    public abstract Optional<Instant> settlesAt();

    /** Zone of {@link #localTime()}. */
    public abstract Optional<ZoneId> zone();

    /** End of trading by the clock of the zone. Kraken's FI contracts end at 16:00 in London. */
    public abstract Optional<LocalTime> localTime();

    public abstract Optional<SettlementMethod> method();

    /** Time before the end over which the settlement price is averaged. */
    public abstract Optional<Duration> window();

    /** Longest time from the end of trading to settlement. */
    public abstract Optional<Duration> deadline();

    /** Fee on settlement, a fraction of the position's value. */
    public abstract Optional<Rate> fee();

    @Value.Check
    void check() {
        settlesAt().ifPresent(Checks::micros);
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableExpiryConfig.Builder {
        Builder() {}
    }
}
