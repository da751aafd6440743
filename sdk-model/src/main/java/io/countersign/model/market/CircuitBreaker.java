package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** What stops a market that moves too fast. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableCircuitBreaker.class)
@JsonDeserialize(as = ImmutableCircuitBreaker.class)
public abstract class CircuitBreaker {
    CircuitBreaker() {}

    /** Move that triggers it, in either direction, as a fraction of the reference. Positive. */
    public abstract Rate move();

    /** Time within which the move counts. */
    public abstract Duration window();

    public abstract PriceReference reference();

    public abstract BreakerAction action();

    /** Shortest time until the market resumes. */
    public abstract Optional<Duration> minHold();

    public abstract BreakerResume resume();

    public abstract boolean appliesOutsideRegularSession();

    @Value.Check
    void check() {
        if (move().value().signum() <= 0 || window().isNegative() || window().isZero()) {
            throw new IllegalArgumentException(
                    "A circuit breaker needs a positive move and window: " + move() + " in " + window());
        }
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableCircuitBreaker.Builder {
        Builder() {}
    }
}
