package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.TickSize;
import java.util.Optional;
import java.util.SortedMap;
import org.immutables.value.Value;

/**
 * A market in which one asset is exchanged for another at once.
 *
 * <p>Source of the Kraken fields: Kraken REST API, AssetPairs.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("spot-market")
@JsonSerialize(as = ImmutableSpotMarket.class)
@JsonDeserialize(as = ImmutableSpotMarket.class)
public abstract non-sealed class SpotMarket implements MarketDocument {
    SpotMarket() {}

    @Override
    public abstract String venue();

    @Override
    public abstract String id();

    @Override
    @Value.Default
    public int schemaVersion() {
        return SCHEMA_VERSION;
    }

    /** The venue's second name for the market. */
    public abstract Optional<String> altName();

    /** The name in the venue's stream interface. */
    public abstract Optional<String> wsName();

    /** Venue id of the asset bought and sold. */
    public abstract String base();

    /** Venue id of the asset paid with. */
    public abstract String quote();

    /** Where orders execute, when the venue runs several books. */
    public abstract Optional<String> executionVenue();

    /** What users may do now; absent where the venue does not publish it here. */
    public abstract Optional<TradingStatus> status();

    public abstract PriceRule priceRule();

    public abstract SizeRule sizeRule();

    public abstract NotionalRule notionalRule();

    /** Fees published with the market itself; absent when they stand in a schedule of their own. */
    public abstract Optional<FeeLadder> fees();

    public abstract Optional<SpotMarginConfig> margin();

    @Override
    @Value.NaturalOrder
    public abstract SortedMap<String, String> extensions();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.SPOT_MARKET;
    }

    @Value.Check
    void check() {
        Checks.document(this);
    }

    /** This market with another tick size, as the venue would publish it. */
    public SpotMarket withTickSize(TickSize tickSize) {
        PriceRule rule = PriceRule.builder()
                .from(priceRule())
                .tickSize(tickSize)
                .tickDerived(false)
                .build();
        return builder().from(this).priceRule(rule).build();
    }

    /** This market with another fee ladder. */
    public SpotMarket withFees(FeeLadder fees) {
        return builder().from(this).fees(fees).build();
    }

    /** Starts a document. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a document. */
    public static final class Builder extends ImmutableSpotMarket.Builder {
        Builder() {}
    }
}
