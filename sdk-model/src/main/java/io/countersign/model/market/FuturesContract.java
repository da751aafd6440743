package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Instants;
import io.countersign.model.unit.Amount;
import java.time.Instant;
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
public abstract non-sealed class FuturesContract implements MarketDocument {
    FuturesContract() {}

    @Override
    public abstract String venue();

    @Override
    public abstract String id();

    @Override
    @Value.Default
    public int schemaVersion() {
        return SCHEMA_VERSION;
    }

    public abstract ContractType type();

    public abstract Payoff payoff();

    /** The venue's own name for the type, such as {@code futures_inverse}. */
    public abstract String venueType();

    /** Underlying asset; absent where the venue does not publish it. */
    public abstract Optional<String> base();

    /** Asset in which the price is quoted; absent where the venue does not publish it. */
    public abstract Optional<String> quote();

    /** Id of the index that the contract follows. */
    public abstract Optional<String> index();

    /** Size of one contract, in {@link #contractSizeUnit()}. */
    public abstract Amount contractSize();

    /** Base for linear contracts, quote for inverse ones. */
    public abstract SizeUnit contractSizeUnit();

    public abstract PriceRule priceRule();

    public abstract SizeRule sizeRule();

    /** Largest position of an account, in {@link #maxPositionUnit()}. */
    public abstract Optional<Amount> maxPosition();

    /** Unit of {@link #maxPosition()}. */
    public abstract Optional<SizeUnit> maxPositionUnit();

    /** Ids of the margin schedules, by client class such as {@code professional}. */
    @Value.NaturalOrder
    public abstract SortedMap<String, String> marginSchedules();

    /** Id of the fee schedule. */
    public abstract Optional<String> feeScheduleRef();

    /** Present exactly for a perpetual. */
    public abstract Optional<FundingConfig> funding();

    /** End of trading, present exactly for a fixed maturity. */
    public abstract Optional<Instant> lastTradingAt();

    public abstract Optional<Instant> openedAt();

    /** Order size that the venue uses to sample its impact price, in contracts or base units as the contract's size. */
    public abstract Optional<Amount> impactMidSize();

    /** Whether orders are accepted at all. */
    public abstract boolean tradeable();

    /** Whether only resting orders are accepted. */
    public abstract Optional<Boolean> postOnly();

    /** ISO 6166 number. */
    public abstract Optional<String> isin();

    /** Whether it trades on the venue's multilateral trading facility. */
    public abstract Optional<Boolean> mtf();

    /** Whether the underlying is a traditional financial instrument. */
    public abstract Optional<Boolean> tradfi();

    @Override
    @Value.NaturalOrder
    public abstract SortedMap<String, String> extensions();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.FUTURES_CONTRACT;
    }

    /** Checks the identity and cuts the instants to what JSON keeps of them. */
    @Value.Check
    FuturesContract check() {
        Checks.document(this);
        Optional<Instant> lastTradingAt = lastTradingAt().map(Instants::micros);
        Optional<Instant> openedAt = openedAt().map(Instants::micros);
        return lastTradingAt.equals(lastTradingAt()) && openedAt.equals(openedAt())
                ? this
                : builder()
                        .from(this)
                        .lastTradingAt(lastTradingAt)
                        .openedAt(openedAt)
                        .build();
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
