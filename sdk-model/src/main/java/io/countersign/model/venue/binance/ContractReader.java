package io.countersign.model.venue.binance;

import io.countersign.model.market.ContractType;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.MarketReader;
import io.countersign.model.venue.internal.StatusWords;
import io.countersign.model.venue.internal.VenueObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reads one futures symbol of Binance, of either of its two futures venues. */
final class ContractReader implements MarketReader {
    /** The delivery date of what is never delivered. */
    static final Instant NEVER = Instant.parse("2100-12-25T08:00:00Z");

    /** Documented fields that the model keeps without giving them a meaning. */
    private static final Set<String> EXPECTED = Set.of(
            "baseAssetPrecision",
            "deliveryDate",
            "equalQtyPrecision",
            "liquidationFee",
            "maintMarginPercent",
            "marketTakeBound",
            "maxMoveOrderLimit",
            "OrderType",
            "orderTypes",
            "permissionSets",
            "quantityPrecision",
            "quotePrecision",
            "requiredMarginPercent",
            "settlePlan",
            "timeInForce",
            "triggerProtect",
            "underlyingSubType",
            "underlyingType");

    private final Payoff payoff;
    private final String statusField;

    ContractReader(Payoff payoff, String statusField) {
        this.payoff = payoff;
        this.statusField = statusField;
    }

    @Override
    public List<MarketDocument> read(Market market) {
        VenueObject symbol = market.named("futures-contract/" + Words.VENUE + "/" + market.id());
        FuturesContract.Builder contract =
                FuturesContract.builder().venue(Words.VENUE).payoff(payoff);
        symbol.requiredText("symbol").ifPresent(contract::id);
        contract.altName(symbol.text("pair"));
        symbol.requiredText("baseAsset").ifPresent(contract::base);
        symbol.requiredText("quoteAsset").ifPresent(contract::quote);
        contract.settle(symbol.text("marginAsset"));
        StatusWords.Status status = Words.CONTRACT.read(symbol, statusField);
        contract.status(status.status()).venueStatus(status.word());
        maturity(symbol, contract);
        contract.openedAt(symbol.epochMillis("onboardDate"));
        size(symbol, contract);
        symbol.textsIf("orderTypes", types -> !types.isEmpty()).ifPresent(contract::orderTypes);
        Filters filters = Filters.of(symbol);
        contract.sizeRule(filters.sizeRule());
        contract.notionalRule(filters.contractNotionalRule()).priceBand(filters.contractPriceBand());
        PriceRule.Builder prices = filters.priceRule(symbol.integer("pricePrecision"));
        contract.putAllExtensions(filters.rest());
        contract.putAllExtensions(symbol.rest(EXPECTED));
        if (!symbol.isSound()) {
            return List.of();
        }
        return List.of(contract.priceRule(prices.build()).build());
    }

    /** A perpetual's delivery date lies far off, or says when it will be taken from the list; it stays with the rest. */
    private static void maturity(VenueObject symbol, FuturesContract.Builder contract) {
        String type = symbol.requiredText("contractType").orElse("");
        contract.venueType(type);
        boolean perpetual = type.contains("PERPETUAL") || symbol.isEpochMillis("deliveryDate", NEVER);
        contract.type(perpetual ? ContractType.PERPETUAL : ContractType.FIXED_MATURITY);
        if (perpetual) {
            contract.funding(FundingConfig.builder().build());
        } else {
            contract.lastTradingAt(symbol.requiredEpochMillis("deliveryDate"));
        }
    }

    private void size(VenueObject symbol, FuturesContract.Builder contract) {
        if (payoff == Payoff.INVERSE) {
            symbol.requiredDecimal("contractSize", Amount::of).ifPresent(contract::contractSize);
            contract.contractSizeUnit(SizeUnit.QUOTE_NOTIONAL);
        } else {
            contract.contractSize(Amount.of("1")).contractSizeUnit(SizeUnit.BASE);
        }
    }
}
