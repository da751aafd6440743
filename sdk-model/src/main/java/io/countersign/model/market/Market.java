package io.countersign.model.market;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a spot market and a futures contract have in common: a book of orders, with a grid of prices and of sizes. */
public sealed interface Market extends MarketDocument permits SpotMarket, FuturesContract {
    /** The venue's second name for it. */
    Optional<String> altName();

    /** What users may do now; absent where the venue does not publish it here. */
    Optional<TradingStatus> status();

    PriceRule priceRule();

    /** Sizes in units of the base asset for a spot market, in contracts for a futures contract. */
    SizeRule sizeRule();

    Optional<PriceBand> priceBand();

    List<CircuitBreaker> circuitBreakers();

    /** Id of the fee schedule. */
    Optional<String> feeScheduleRef();

    /** Fees published with the market itself; absent when they stand in a schedule of their own. */
    Optional<FeeLadder> fees();

    /** Order types accepted, in the venue's words and order. */
    List<String> orderTypes();

    /** Self-trade policies that an order may name. */
    List<SelfTradePolicy> selfTradePolicies();

    /** The policy of an order that names none. */
    Optional<SelfTradePolicy> selfTradeDefault();

    Optional<Instant> openedAt();

    Optional<DelistingPlan> delisting();
}
