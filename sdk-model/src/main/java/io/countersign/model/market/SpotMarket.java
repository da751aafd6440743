package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.TickSize;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
public abstract non-sealed class SpotMarket implements Market {
    SpotMarket() {}

    /** The venue's second name for the market. */
    @Override
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
    @Override
    public abstract Optional<TradingStatus> status();

    /** The venue's own word where {@link #status()} alone does not tell which of several it was. */
    public abstract Optional<String> venueStatus();

    @Override
    public abstract PriceRule priceRule();

    @Override
    public abstract SizeRule sizeRule();

    public abstract NotionalRule notionalRule();

    @Override
    public abstract Optional<PriceBand> priceBand();

    @Override
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<CircuitBreaker> circuitBreakers();

    /** Id of the fee schedule. */
    @Override
    public abstract Optional<String> feeScheduleRef();

    /** Fees published with the market itself; absent when they stand in a schedule of their own. */
    @Override
    public abstract Optional<FeeLadder> fees();

    public abstract Optional<SpotMarginConfig> margin();

    /** Order types accepted, in the venue's words and order. */
    @Override
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<String> orderTypes();

    /** Self-trade policies that an order may name. */
    @Override
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<SelfTradePolicy> selfTradePolicies();

    /** The policy of an order that names none. */
    @Override
    public abstract Optional<SelfTradePolicy> selfTradeDefault();

    @Override
    public abstract Optional<Instant> openedAt();

    @Override
    public abstract Optional<DelistingPlan> delisting();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.SPOT_MARKET;
    }

    @Value.Check
    void check() {
        Checks.document(this);
        openedAt().ifPresent(Checks::micros);
    }

    /** This market with another tick size, as the venue would publish it. */
    public SpotMarket withTickSize(TickSize tickSize) {
        PriceRule rule = PriceRule.builder()
                .from(priceRule())
                .tickSize(tickSize)
                .tickDerived(false)
                .disabled(priceRule().disabled().stream()
                        .filter(name -> !name.equals("tickSize"))
                        .toList())
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
