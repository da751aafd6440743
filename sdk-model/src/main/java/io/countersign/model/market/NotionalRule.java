package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Notional;
import java.util.Optional;
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

    /** Digits after the point that the venue keeps of a cost. 0 to 18. */
    public abstract Optional<Integer> costDecimals();

    @Value.Check
    void check() {
        costDecimals().ifPresent(digits -> Checks.digits("Cost decimals", digits));
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
