package io.countersign.model.venue.bitmex;

import io.countersign.model.market.ContractType;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.StatusWords;
import io.countersign.model.venue.internal.VenueError;
import io.countersign.model.venue.internal.VenueObject;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * BitMEX's markets: the response of {@code instrument}. A future or perpetual is one {@link FuturesContract} with one {@link
 * MarginSchedule}, a spot pair one {@link SpotMarket}, an index one {@link IndexDefinition}. Options and spreads have no document
 * yet and are passed by.
 *
 * <p>An instrument comes with prices, volumes and rates of the moment; they are no configuration and stand in {@link
 * VenueReading#live()}. Fees are fractions and become percent. Sizes of one contract: an inverse one is worth {@code
 * |multiplier / underlyingToSettleMultiplier|} of the quote, a linear one {@code multiplier / underlyingToSettleMultiplier}
 * of the base, or {@code multiplier / quoteToSettleMultiplier} where the first is not published, a quanto one {@code multiplier} of the settlement asset per unit of price. The multipliers themselves stay with the
 * extensions. Only the base margin rates are published, and how they grow by step of the risk limit; no tiers are made up.
 *
 * <p>Source: BitMEX REST API, Instrument; contract specifications.
 */
public final class BitmexInstruments implements VenueReader {
    static final String VENUE = "bitmex";

    /** Client class of a contract's only margin schedule. */
    public static final String EVERYBODY = "everybody";

    static final StatusWords STATUS = StatusWords.empty()
            .with(TradingStatus.ONLINE, "Open")
            .with(TradingStatus.HALTED, "Closed", "Suspended")
            .with(TradingStatus.HIDDEN, "Unlisted")
            .with(TradingStatus.SETTLING, "Expired")
            .with(TradingStatus.DELISTED, "Settled", "Cleared", "Delisted");

    /** From here on a funding or publishing interval is counted. */
    static final Instant INTERVAL_ZERO = Instant.parse("2000-01-01T00:00:00Z");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static final VenueReader READER = ResponseReader.of("bitmex-instruments")
            .topLevelListOrOne()
            .identifiedBy("symbol", "typ")
            .documented("error")
            .errors(VenueError.in("error"))
            .reading(BitmexInstruments::readInstrument);

    /** What goes on in the market. */
    private static final Set<String> LIVE = Set.of(
            "askPrice",
            "bankruptLimitDownPrice",
            "bankruptLimitUpPrice",
            "bidPrice",
            "closingTimestamp",
            "fairBasis",
            "fairBasisRate",
            "fairPrice",
            "foreignNotional24h",
            "fundingRate",
            "fundingTimestamp",
            "hasLiquidity",
            "highPrice",
            "homeNotional24h",
            "impactAskPrice",
            "impactBidPrice",
            "impactMidPrice",
            "indicativeFundingRate",
            "indicativeSettlePrice",
            "indicativeTaxRate",
            "lastChangePcnt",
            "lastPrice",
            "lastPriceProtected",
            "lastTickDirection",
            "limitDownPrice",
            "limitUpPrice",
            "lowPrice",
            "markPrice",
            "midPrice",
            "openInterest",
            "openValue",
            "openingTimestamp",
            "optionUnderlyingPrice",
            "prevClosePrice",
            "prevPrice24h",
            "prevTotalTurnover",
            "prevTotalVolume",
            "rebalanceTimestamp",
            "referencePrice",
            "settledPrice",
            "timestamp",
            "totalTurnover",
            "totalVolume",
            "turnover",
            "turnover24h",
            "volume",
            "volume24h",
            "vwap");

    /** Documented fields that the model keeps without giving them a meaning. */
    private static final Set<String> EXPECTED = Set.of(
            "buyLeg",
            "calcInterval",
            "capped",
            "deleverage",
            "expiry",
            "fairMethod",
            "front",
            "fundingBaseRate",
            "fundingBaseSymbol",
            "fundingInterval",
            "fundingPremiumSymbol",
            "fundingQuoteRate",
            "fundingQuoteSymbol",
            "initMargin",
            "instantPnl",
            "instrumentID",
            "insuranceFee",
            "inverseLeg",
            "isInverse",
            "isQuanto",
            "limit",
            "listedSettle",
            "listing",
            "lotSize",
            "maintMargin",
            "makerFee",
            "markMethod",
            "maxOrderQty",
            "maxPrice",
            "minPrice",
            "minTick",
            "multiplier",
            "optionMultiplier",
            "optionStrikePcnt",
            "optionStrikePrice",
            "optionStrikeRound",
            "pool",
            "positionCurrency",
            "publishInterval",
            "publishTime",
            "quoteCurrency",
            "quoteToSettleMultiplier",
            "rebalanceInterval",
            "reference",
            "referenceSymbol",
            "relistInterval",
            "riskLimit",
            "riskStep",
            "rootSymbol",
            "sellLeg",
            "sessionInterval",
            "settlCurrency",
            "settle",
            "settledPriceAdjustmentRate",
            "settlementFee",
            "state",
            "takerFee",
            "taxed",
            "tickSize",
            "underlying",
            "underlyingSymbol",
            "underlyingToPositionMultiplier",
            "underlyingToSettleMultiplier");

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    /** Begins the codes of spreads between two futures: their prices are differences, and may be negative. */
    private static final String SPREAD = "FFM";

    /** By the venue's code: perpetuals and futures begin with FF, spot is IFXXXP, indices begin with M, options with O. */
    private static List<? extends MarketDocument> readInstrument(Market market) {
        String type = market.unnamed().text("typ").orElse("");
        DocumentKind kind = type.startsWith("FF")
                ? DocumentKind.FUTURES_CONTRACT
                : type.startsWith("IF") ? DocumentKind.SPOT_MARKET : DocumentKind.INDEX_DEFINITION;
        if (type.startsWith(SPREAD) || (kind == DocumentKind.INDEX_DEFINITION && !type.startsWith("M"))) {
            market.passBy("No kind of document holds an instrument of the type " + type);
            return List.of();
        }
        DocumentId id = new DocumentId(kind, VENUE, market.id());
        VenueObject instrument = market.named(id.toString());
        market.live(id, instrument.takeTexts(LIVE));
        return switch (kind) {
            case FUTURES_CONTRACT -> readContract(instrument);
            case SPOT_MARKET -> readSpot(instrument);
            default -> readIndex(instrument);
        };
    }

    private static List<MarketDocument> readIndex(VenueObject instrument) {
        IndexDefinition.Builder index = IndexDefinition.builder().venue(VENUE).tradeable(false);
        instrument.requiredText("symbol").ifPresent(index::id);
        index.putAllExtensions(instrument.rest(EXPECTED_OF_OTHERS));
        return instrument.isSound() ? List.of(index.build()) : List.of();
    }

    private static List<MarketDocument> readSpot(VenueObject instrument) {
        SpotMarket.Builder spot = SpotMarket.builder().venue(VENUE);
        instrument.requiredText("symbol").ifPresent(spot::id);
        instrument.requiredText("underlying").ifPresent(spot::base);
        instrument.requiredText("quoteCurrency").ifPresent(spot::quote);
        StatusWords.Status status = STATUS.read(instrument, "state");
        spot.status(status.status()).venueStatus(status.word());
        spot.openedAt(instrument.instant("listing"));
        Optional<PriceRule> prices = priceRule(instrument);
        BigDecimal scale =
                multiplier(instrument, "underlyingToPositionMultiplier").orElse(BigDecimal.ONE);
        spot.sizeRule(SizeRule.builder()
                .lotStep(instrument.decimal("lotSize", text -> scaled(text, scale)))
                .maxQuantity(instrument.decimal("maxOrderQty", text -> scaled(text, scale)))
                .build());
        spot.notionalRule(NotionalRule.builder().build());
        spot.fees(fees(instrument));
        spot.putAllExtensions(instrument.rest(EXPECTED_OF_OTHERS));
        return instrument.isSound()
                ? List.of(spot.priceRule(prices.orElseThrow()).build())
                : List.of();
    }

    private static final Set<String> EXPECTED_OF_OTHERS =
            Stream.concat(EXPECTED.stream(), Stream.of("typ")).collect(Collectors.toUnmodifiableSet());

    private static List<MarketDocument> readContract(VenueObject instrument) {
        FuturesContract.Builder contract = FuturesContract.builder().venue(VENUE);
        String symbol = instrument.requiredText("symbol").orElse("");
        contract.id(symbol).venueType(instrument.requiredText("typ").orElse(""));
        contract.base(instrument.text("underlying")).quote(instrument.text("quoteCurrency"));
        contract.settle(instrument.text("settlCurrency")).index(instrument.text("referenceSymbol"));
        StatusWords.Status status = STATUS.read(instrument, "state");
        contract.status(status.status()).venueStatus(status.word());
        contract.openedAt(instrument.instant("listing"));
        Payoff payoff = payoff(instrument);
        size(instrument, payoff, contract);
        maturity(instrument, contract);
        Optional<PriceRule> prices = priceRule(instrument);
        contract.sizeRule(SizeRule.builder()
                .lotStep(instrument.decimal("lotSize", Quantity::of))
                .maxQuantity(instrument.decimal("maxOrderQty", Quantity::of))
                .build());
        contract.fees(fees(instrument));
        Optional<MarginSchedule> schedule = schedule(instrument, symbol, payoff);
        schedule.ifPresent(margins -> contract.putMarginSchedules(EVERYBODY, margins.id()));
        contract.putAllExtensions(instrument.rest(EXPECTED));
        if (!instrument.isSound()) {
            return List.of();
        }
        List<MarketDocument> documents = new ArrayList<>();
        documents.add(contract.priceRule(prices.orElseThrow()).build());
        schedule.ifPresent(documents::add);
        return documents;
    }

    private static Payoff payoff(VenueObject instrument) {
        boolean inverse = instrument.requiredFlag("isInverse").orElse(false);
        boolean quanto = instrument.requiredFlag("isQuanto").orElse(false);
        if (inverse && quanto) {
            instrument.refuse("isQuanto", "true", "A contract is not both inverse and quanto");
        }
        return inverse ? Payoff.INVERSE : quanto ? Payoff.QUANTO : Payoff.LINEAR;
    }

    private static void size(VenueObject instrument, Payoff payoff, FuturesContract.Builder contract) {
        contract.payoff(payoff);
        Optional<BigDecimal> multiplier = requiredMultiplier(instrument, "multiplier");
        switch (payoff) {
            case QUANTO -> {
                contract.contractSizeUnit(SizeUnit.QUANTO_MULTIPLIER);
                multiplier.ifPresent(size -> contract.contractSize(new Amount(size.abs())));
            }
            case INVERSE -> {
                contract.contractSizeUnit(SizeUnit.QUOTE_NOTIONAL);
                ratio(multiplier, requiredMultiplier(instrument, "underlyingToSettleMultiplier"))
                        .ifPresent(contract::contractSize);
            }
            case LINEAR -> {
                contract.contractSizeUnit(SizeUnit.BASE);
                ratio(
                                multiplier,
                                multiplier(instrument, "underlyingToSettleMultiplier")
                                        .or(() -> requiredMultiplier(instrument, "quoteToSettleMultiplier")))
                        .ifPresent(contract::contractSize);
            }
        }
    }

    /** A multiplier, which stays with the rest: a contract's size is a ratio of two. */
    private static Optional<BigDecimal> multiplier(VenueObject instrument, String field) {
        return instrument.seeDecimal(field).filter(value -> value.signum() != 0);
    }

    private static Optional<BigDecimal> requiredMultiplier(VenueObject instrument, String field) {
        Optional<BigDecimal> multiplier = multiplier(instrument, field);
        if (multiplier.isEmpty()) {
            instrument.refuse(field, "", "The size of a contract needs a multiplier other than zero");
        }
        return multiplier;
    }

    private static Optional<Amount> ratio(Optional<BigDecimal> multiplier, Optional<BigDecimal> scale) {
        return multiplier.isEmpty() || scale.isEmpty()
                ? Optional.empty()
                : Optional.of(new Amount(multiplier
                        .get()
                        .divide(scale.get(), MathContext.DECIMAL128)
                        .abs()));
    }

    private static Quantity scaled(String text, BigDecimal scale) {
        return new Quantity(Decimals.parse("Size", text).divide(scale, MathContext.DECIMAL128));
    }

    private static void maturity(VenueObject instrument, FuturesContract.Builder contract) {
        Optional<Instant> expiry = instrument.instant("expiry");
        contract.lastTradingAt(expiry);
        if (expiry.isPresent()) {
            contract.type(ContractType.FIXED_MATURITY);
            contract.expiry(ExpiryConfig.builder()
                    .settlesAt(instrument.instant("settle"))
                    .fee(instrument.decimal("settlementFee", Rate::of))
                    .build());
        } else {
            contract.type(ContractType.PERPETUAL);
            contract.funding(FundingConfig.builder()
                    .interval(instrument
                            .instant("fundingInterval")
                            .map(interval -> Duration.between(INTERVAL_ZERO, interval)))
                    .build());
        }
    }

    private static Optional<PriceRule> priceRule(VenueObject instrument) {
        Optional<Price> lowest = instrument.decimal("minPrice", Price::of);
        Optional<Price> highest = instrument.decimal("maxPrice", Price::of);
        return instrument
                .requiredDecimal("tickSize", TickSize::of)
                .map(tick -> PriceRule.builder()
                        .tickSize(tick)
                        .minPrice(lowest)
                        .maxPrice(highest)
                        .build());
    }

    private static Optional<FeeLadder> fees(VenueObject instrument) {
        if (!instrument.has("makerFee") || !instrument.has("takerFee")) {
            return Optional.empty();
        }
        Optional<FeeStep> maker = instrument.decimal("makerFee", BitmexInstruments::step);
        Optional<FeeStep> taker = instrument.decimal("takerFee", BitmexInstruments::step);
        return maker.isEmpty() || taker.isEmpty()
                ? Optional.empty()
                : Optional.of(FeeLadder.builder()
                        .maker(List.of(maker.get()))
                        .addTaker(taker.get())
                        .build());
    }

    private static FeeStep step(String fraction) {
        return FeeStep.builder()
                .threshold(Notional.of("0"))
                .fee(new Percent(Decimals.parse("Fee", fraction).multiply(HUNDRED)))
                .build();
    }

    private static Optional<MarginSchedule> schedule(VenueObject instrument, String symbol, Payoff payoff) {
        if (!instrument.has("initMargin") || !instrument.has("maintMargin")) {
            return Optional.empty();
        }
        Optional<Rate> initial = instrument.decimal("initMargin", Rate::of);
        Optional<Rate> maintenance = instrument.decimal("maintMargin", Rate::of);
        if (initial.isEmpty() || maintenance.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(MarginSchedule.builder()
                .venue(VENUE)
                .id(symbol)
                .unit(payoff == Payoff.INVERSE ? SizeUnit.BASE : SizeUnit.QUOTE_NOTIONAL)
                .application(MarginApplication.WHOLE_POSITION)
                .addTiers(MarginTier.builder()
                        .lowerBound(Amount.of("0"))
                        .initialMargin(initial.get())
                        .maintenanceMargin(maintenance.get())
                        .build())
                .build());
    }
}
