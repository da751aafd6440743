package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import org.immutables.value.Value;

/** One step of a fee ladder: what an account pays from a trailing volume on. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableFeeStep.class)
@JsonDeserialize(as = ImmutableFeeStep.class)
public abstract class FeeStep {
    FeeStep() {}

    /** Trailing volume from which the fee holds, in the ladder's volume currency; the first step's is 0. */
    public abstract Notional threshold();

    /** Fee of the order's value; negative when the account receives a rebate. */
    public abstract Percent fee();

    public static FeeStep of(String threshold, String percent) {
        return builder()
                .threshold(Notional.of(threshold))
                .fee(Percent.of(percent))
                .build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableFeeStep.Builder {
        Builder() {}
    }
}
