package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import org.immutables.value.Value;

/** One step of a tick ladder: the tick size from a price on. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableTickStep.class)
@JsonDeserialize(as = ImmutableTickStep.class)
public abstract class TickStep {
    TickStep() {}

    /** Price from which the tick size holds. */
    public abstract Price abovePrice();

    public abstract TickSize tickSize();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableTickStep.Builder {
        Builder() {}
    }
}
