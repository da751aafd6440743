package io.countersign.model.venue.okx;

import io.countersign.model.market.ContractType;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.StatusWords;
import io.countersign.model.venue.internal.VenueObject;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * OKX's markets: the response of {@code public/instruments}. A SPOT or MARGIN instrument is one {@link SpotMarket}, a SWAP or
 * FUTURES instrument one {@link FuturesContract}. Options have no document yet and are passed by.
 *
 * <p>An empty string is an absent value. Derivatives count in contracts; a contract is {@code ctVal * ctMult} of {@code
 * ctValCcy}. Largest market orders of spot markets are in USDT, not in the base asset, and stay with the extensions.
 */
public final class OkxInstruments implements VenueReader {
    private static final VenueReader READER = ResponseReader.of("okx-instruments")
            .marketsIn("data")
            .identifiedBy("instId", "instType")
            .emptyTextIsAbsent()
            .documented("code", "msg")
            .errors(Words.ERRORS)
            .reading(OkxInstruments::readInstrument);

    private static final Map<String, Payoff> PAYOFFS = Map.of("linear", Payoff.LINEAR, "inverse", Payoff.INVERSE);

    /** Documented fields that the model keeps without giving them a meaning. */
    private static final Set<String> EXPECTED = Set.of(
            "alias",
            "auctionEndTime",
            "baseCcy",
            "category",
            "contTdSwTime",
            "ctMult",
            "ctType",
            "ctVal",
            "ctValCcy",
            "elp",
            "expTime",
            "floatPxLmtPct",
            "freezeTime",
            "freq",
            "futureSettlement",
            "groupId",
            "initPxLmtPct",
            "instCategory",
            "instFamily",
            "instIdCode",
            "lever",
            "listTime",
            "longPosRemainingQuota",
            "maxIcebergSz",
            "maxLmtAmt",
            "maxLmtSz",
            "maxMktAmt",
            "maxMktSz",
            "maxPlatOICoinLmt",
            "maxPlatOILmt",
            "maxPxLmtPct",
            "maxStopSz",
            "maxTriggerSz",
            "maxTwapSz",
            "method",
            "minSz",
            "openType",
            "optType",
            "posLmtAmt",
            "posLmtPct",
            "preMktSwTime",
            "quoteCcy",
            "rpi",
            "rpiMinLevel",
            "rpiMinPxBand",
            "ruleType",
            "seriesId",
            "settleCcy",
            "shortPosRemainingQuota",
            "stk",
            "tradeQuoteCcyList",
            "uly",
            "upcChg");

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    private static List<? extends MarketDocument> readInstrument(Market market) {
        String type = market.unnamed().text("instType").orElse("");
        return switch (type) {
            case "SPOT", "MARGIN" -> readSpot(market.named("spot-market/" + Words.VENUE + "/" + market.id()));
            case "SWAP", "FUTURES" -> readContract(market.named("futures-contract/" + Words.VENUE + "/" + market.id()));
            default -> {
                market.passBy("No kind of document holds an instrument of the type " + type);
                yield List.of();
            }
        };
    }

    /** {@code instType} stays with the rest: a pair is listed once for spot and once for margin. */
    private static List<SpotMarket> readSpot(VenueObject instrument) {
        SpotMarket.Builder spot = SpotMarket.builder().venue(Words.VENUE);
        instrument.requiredText("instId").ifPresent(spot::id);
        instrument.requiredText("baseCcy").ifPresent(spot::base);
        instrument.requiredText("quoteCcy").ifPresent(spot::quote);
        StatusWords.Status status = Words.STATUS.read(instrument, "state");
        spot.status(status.status()).venueStatus(status.word());
        spot.openedAt(instrument.epochMillis("listTime"));
        spot.sizeRule(SizeRule.builder()
                .lotStep(instrument.decimal("lotSz", Quantity::of))
                .minQuantity(instrument.decimal("minSz", Quantity::of))
                .maxQuantity(instrument.decimal("maxLmtSz", Quantity::of))
                .build());
        spot.notionalRule(NotionalRule.builder().build());
        Optional<PriceRule> prices = priceRule(instrument);
        spot.putAllExtensions(instrument.rest(EXPECTED_OF_SPOT));
        return instrument.isSound()
                ? List.of(spot.priceRule(prices.orElseThrow()).build())
                : List.of();
    }

    private static final Set<String> EXPECTED_OF_SPOT =
            Stream.concat(EXPECTED.stream(), Stream.of("instType")).collect(Collectors.toUnmodifiableSet());

    private static List<FuturesContract> readContract(VenueObject instrument) {
        FuturesContract.Builder contract = FuturesContract.builder().venue(Words.VENUE);
        instrument.requiredText("instId").ifPresent(contract::id);
        String type = instrument.requiredText("instType").orElse("");
        contract.venueType(type);
        Optional<Payoff> payoff = payoff(instrument);
        contract.index(instrument.text("uly"));
        size(instrument, payoff, contract);
        StatusWords.Status status = Words.STATUS.read(instrument, "state");
        contract.status(status.status()).venueStatus(status.word());
        contract.openedAt(instrument.epochMillis("listTime"));
        if (type.equals("SWAP")) {
            contract.type(ContractType.PERPETUAL)
                    .funding(FundingConfig.builder().build());
        } else {
            contract.type(ContractType.FIXED_MATURITY).lastTradingAt(instrument.requiredEpochMillis("expTime"));
        }
        contract.maxLeverage(instrument.decimal("lever", Leverage::of));
        contract.sizeRule(SizeRule.builder()
                .lotStep(instrument.decimal("lotSz", Quantity::of))
                .minQuantity(instrument.decimal("minSz", Quantity::of))
                .maxQuantity(instrument.decimal("maxLmtSz", Quantity::of))
                .marketMaxQuantity(instrument.decimal("maxMktSz", Quantity::of))
                .build());
        Optional<PriceRule> prices = priceRule(instrument);
        contract.putAllExtensions(instrument.rest(EXPECTED));
        return instrument.isSound()
                ? List.of(contract.payoff(payoff.orElseThrow())
                        .priceRule(prices.orElseThrow())
                        .build())
                : List.of();
    }

    private static Optional<Payoff> payoff(VenueObject instrument) {
        return instrument.requiredOneOf("ctType", PAYOFFS, "A contract is linear or inverse");
    }

    private static Optional<PriceRule> priceRule(VenueObject instrument) {
        return instrument
                .requiredDecimal("tickSz", TickSize::of)
                .map(tick -> PriceRule.builder().tickSize(tick).build());
    }

    /** A linear contract counts in the base asset, an inverse one in the quote asset, and settles in the other of the two. */
    private static void size(VenueObject instrument, Optional<Payoff> payoff, FuturesContract.Builder contract) {
        Optional<Amount> value = instrument.requiredDecimal("ctVal", Amount::of);
        Optional<Amount> multiplier = instrument.decimal("ctMult", Amount::of);
        Optional<String> counted = instrument.requiredText("ctValCcy");
        Optional<String> settle = instrument.requiredText("settleCcy");
        if (value.isEmpty() || payoff.isEmpty() || counted.isEmpty() || settle.isEmpty()) {
            return;
        }
        contract.contractSize(
                multiplier.isEmpty()
                        ? value.get()
                        : new Amount(
                                value.get().value().multiply(multiplier.get().value())));
        multiplier.ifPresent(times -> contract.putExtensions("ctMult", "\"" + times + "\""));
        boolean inverse = payoff.get() == Payoff.INVERSE;
        boolean inQuote = inverse || counted.equals(settle);
        contract.contractSizeUnit(inQuote ? SizeUnit.QUOTE_NOTIONAL : SizeUnit.BASE);
        contract.quote(inverse ? counted : settle);
        contract.base(inverse ? settle : counted.filter(base -> !inQuote));
        contract.settle(settle);
    }
}
