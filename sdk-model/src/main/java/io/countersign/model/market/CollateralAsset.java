package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.Optional;
import org.immutables.value.Value;

/** What one asset counts for as collateral. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableCollateralAsset.class)
@JsonDeserialize(as = ImmutableCollateralAsset.class)
public abstract class CollateralAsset {
    CollateralAsset() {}

    /** Venue id of the asset. */
    public abstract String asset();

    /** Part of its value that does not count, from 0 to below 1. */
    public abstract Rate haircut();

    /** Most that counts of an account's holding, in the schedule's currency. */
    public abstract Optional<Notional> maxValue();

    /** Fee of converting it when it is sold to cover a loss. */
    public abstract Optional<Percent> conversionFee();

    /** Id of the index or market that values it. */
    public abstract Optional<String> priceSource();

    /** Place in the order in which assets are sold; the lowest goes first. */
    public abstract Optional<Integer> conversionOrder();

    /** Whether the venue issued it itself. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @Value.Default
    public boolean ownToken() {
        return false;
    }

    @Value.Check
    void check() {
        if (haircut().value().signum() < 0 || haircut().value().compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException("A haircut must be from 0 to below 1: " + haircut() + " on " + asset());
        }
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableCollateralAsset.Builder {
        Builder() {}
    }
}
