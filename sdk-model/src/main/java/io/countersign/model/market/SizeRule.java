package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.immutables.value.Value;

/** Which order sizes a market accepts: multiples of the lot step, inside optional bounds. In units of the base asset for a spot market, in contracts for a futures contract. */
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

    /** Smallest size step of market orders, where it differs. */
    public abstract Optional<Quantity> marketLotStep();

    /** Smallest market order. */
    public abstract Optional<Quantity> marketMinQuantity();

    /** Largest market order. */
    public abstract Optional<Quantity> marketMaxQuantity();

    /** Most parts of an iceberg order; 0 when there are no iceberg orders. */
    public abstract Optional<Integer> icebergParts();

    /**
     * Names of the bounds here that the venue published as switched off, in the way of Binance, which publishes 0; a bound
     * that it does not publish at all is merely absent.
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedSet<String> disabled();

    @Value.Check
    void check() {
        icebergParts().ifPresent(parts -> Checks.require("Iceberg parts", "at least 0", parts, p -> p >= 0));
        Checks.disabled(
                disabled(),
                Map.of(
                        "lotStep", lotStep(),
                        "minQuantity", minQuantity(),
                        "maxQuantity", maxQuantity(),
                        "marketLotStep", marketLotStep(),
                        "marketMinQuantity", marketMinQuantity(),
                        "marketMaxQuantity", marketMaxQuantity()));
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableSizeRule.Builder {
        Builder() {}
    }
}
