package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Quantity;
import java.util.Optional;
import org.immutables.value.Value;

/** Which order sizes a market accepts: multiples of the lot step, inside optional bounds. In units of the base asset, or contracts. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableSizeRule.class)
@JsonDeserialize(as = ImmutableSizeRule.class)
public abstract class SizeRule {
    SizeRule() {}

    /** Smallest size step; always positive when published. */
    public abstract Optional<Quantity> lotStep();

    /** Smallest order. */
    public abstract Optional<Quantity> minQuantity();

    /** Largest order. */
    public abstract Optional<Quantity> maxQuantity();

    /** What a published size is multiplied with; 1 on every Kraken pair. */
    public abstract Optional<Integer> lotMultiplier();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableSizeRule.Builder {
        Builder() {}
    }
}
