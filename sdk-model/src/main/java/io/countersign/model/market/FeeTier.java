package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.util.SortedMap;
import org.immutables.value.Value;

/** What an account pays from a qualification on. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableFeeTier.class)
@JsonDeserialize(as = ImmutableFeeTier.class)
public abstract class FeeTier {
    FeeTier() {}

    /** Trailing volume from which the tier holds, in the schedule's volume currency; the first tier's is 0. */
    public abstract Notional threshold();

    /** Fee of the side that rests in the book, of the order's value; negative when the account receives a rebate. */
    public abstract Percent maker();

    /** Fee of the side that takes liquidity. */
    public abstract Percent taker();

    /** Other ways to reach the tier; any one is enough. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedMap<FeeQualification, Notional> qualifications();

    /** Fields of the tier that this model has no name for, as in {@link MarketDocument#extensions()}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedMap<String, String> extensions();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableFeeTier.Builder {
        Builder() {}
    }
}
