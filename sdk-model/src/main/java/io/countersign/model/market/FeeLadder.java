package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What accounts pay by trailing volume. Maker and taker have steps of their own, as venues publish them. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableFeeLadder.class)
@JsonDeserialize(as = ImmutableFeeLadder.class)
public abstract class FeeLadder {
    FeeLadder() {}

    /** What the side pays that takes liquidity. Empty where the venue publishes fees elsewhere. */
    public abstract List<FeeStep> taker();

    /** What the side pays that rests in the book; absent where the venue names one fee for both sides. */
    public abstract Optional<List<FeeStep>> maker();

    /** Currency in which trailing volume is counted; not the currency of the fee. */
    public abstract Optional<String> volumeCurrency();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableFeeLadder.Builder {
        Builder() {}
    }
}
