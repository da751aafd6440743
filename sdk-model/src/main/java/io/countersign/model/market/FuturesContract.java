package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.immutables.value.Value;

/**
 * A futures contract, perpetual or with a fixed maturity.
 *
 * <p>Source of the Kraken fields: Kraken Futures REST API, instruments.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("futures-contract")
@JsonSerialize(as = ImmutableFuturesContract.class)
@JsonDeserialize(as = ImmutableFuturesContract.class)
public abstract non-sealed class FuturesContract implements Market {
    FuturesContract() {}

    public abstract ContractType type();

    public abstract Payoff payoff();

    /** The venue's own name for the type, such as {@code futures_inverse}. */
    public abstract String venueType();

    /** Underlying asset; absent where the venue does not publish it. */
    public abstract Optional<String> base();

    /** Asset in which the price is quoted; absent where the venue does not publish it. */
    public abstract Optional<String> quote();

    /**
     * Asset in which margin and profit are paid: the quote of a linear contract, the base of an inverse one, a third of a
     * quanto.
     */
    public abstract Optional<String> settle();

    /** The venue's second name for the contract or its pair. */
    @Override
    public abstract Optional<String> altName();

    /** Id of the index that the contract follows. */
    public abstract Optional<String> index();

    /** Size of one contract, in {@link #contractSizeUnit()}. */
    public abstract Amount contractSize();

    /** Base for linear contracts, quote for inverse ones, multiplier for quanto ones. */
    public abstract SizeUnit contractSizeUnit();

    @Override
    public abstract PriceRule priceRule();

    @Override
    public abstract SizeRule sizeRule();

    /** Largest position of an account, in {@link #maxPositionUnit()}. */
    public abstract Optional<Amount> maxPosition();

    /** Unit of {@link #maxPosition()}. */
    public abstract Optional<SizeUnit> maxPositionUnit();

    public abstract Optional<NotionalRule> notionalRule();

    @Override
    public abstract Optional<PriceBand> priceBand();

    @Override
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<CircuitBreaker> circuitBreakers();

    /** Most that all accounts together may hold, in {@link #maxPositionUnit()}. */
    public abstract Optional<Amount> openInterestCap();

    /** Highest leverage that the venue names for the contract. */
    public abstract Optional<Leverage> maxLeverage();

    /** Ids of the margin schedules, by client class such as {@code professional}. */
    @Value.NaturalOrder
    public abstract SortedMap<String, String> marginSchedules();

    /** Id of the fee schedule. */
    @Override
    public abstract Optional<String> feeScheduleRef();

    /** Fees published with the contract itself; absent when they stand in a schedule of their own. */
    @Override
    public abstract Optional<FeeLadder> fees();

    /** Present exactly for a perpetual, empty where the venue publishes its terms elsewhere. */
    public abstract Optional<FundingConfig> funding();

    /** End of trading, present exactly for a fixed maturity. */
    public abstract Optional<Instant> lastTradingAt();

    /** How the contract ends and settles; only of a fixed maturity. */
    public abstract Optional<ExpiryConfig> expiry();

    public abstract Optional<MarkPriceRule> mark();

    @Override
    public abstract Optional<Instant> openedAt();

    /** Order size that the venue uses to sample its impact price, in contracts or base units as the contract's size. */
    public abstract Optional<Amount> impactMidSize();

    /** What users may do now; absent where the venue publishes flags instead. */
    @Override
    public abstract Optional<TradingStatus> status();

    /** The venue's own word where {@link #status()} alone does not tell which of several it was. */
    public abstract Optional<String> venueStatus();

    /** Whether orders are accepted at all; absent where the venue publishes a status instead. */
    public abstract Optional<Boolean> tradeable();

    /** Whether only resting orders are accepted. */
    public abstract Optional<Boolean> postOnly();

    /** Delay of orders that would take liquidity. */
    public abstract Optional<Duration> makerProtection();

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
    public abstract Optional<DelistingPlan> delisting();

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<String> tags();

    /** ISO 6166 number. */
    public abstract Optional<String> isin();

    /** Whether it trades on the venue's multilateral trading facility. */
    public abstract Optional<Boolean> mtf();

    /** Whether the underlying is a traditional financial instrument. */
    public abstract Optional<Boolean> tradfi();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.FUTURES_CONTRACT;
    }

    @Value.Check
    void check() {
        Checks.document(this);
        lastTradingAt().ifPresent(Checks::micros);
        openedAt().ifPresent(Checks::micros);
    }

    /** Starts a document. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a document. */
    public static final class Builder extends ImmutableFuturesContract.Builder {
        Builder() {}
    }
}
