package io.countersign.model.venue.binance;

import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.StatusWords;
import io.countersign.model.venue.internal.VenueError;
import io.countersign.model.venue.internal.VenueObject;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Binance's spot markets: the response of {@code exchangeInfo}. One symbol is one {@link SpotMarket}.
 *
 * <p>Fees are not in it. A price band that is measured from an average of zero minutes is measured from the last price.
 */
public final class BinanceSpot implements VenueReader {
    private static final VenueReader READER = ResponseReader.of("binance-spot")
            .marketsIn("symbols")
            .identifiedBy("symbol")
            .documented("code", "exchangeFilters", "msg", "rateLimits", "serverTime", "sors", "timezone")
            .errors(VenueError.code("code", "msg", Set.of()))
            .reading(BinanceSpot::readSymbol);

    /** Documented fields that the model keeps without giving them a meaning. */
    private static final Set<String> EXPECTED = Set.of(
            "allowAmend",
            "allowTrailingStop",
            "allowedSelfTradePreventionModes",
            "amendAllowed",
            "baseAssetPrecision",
            "baseCommissionPrecision",
            "cancelReplaceAllowed",
            "defaultSelfTradePreventionMode",
            "icebergAllowed",
            "isMarginTradingAllowed",
            "isSpotTradingAllowed",
            "ocoAllowed",
            "opoAllowed",
            "orderTypes",
            "otoAllowed",
            "pegInstructionsAllowed",
            "permissionSets",
            "permissions",
            "quoteAssetPrecision",
            "quoteCommissionPrecision",
            "quoteOrderQtyMarketAllowed",
            "quotePrecision");

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    private static List<MarketDocument> readSymbol(Market market) {
        VenueObject symbol = market.named("spot-market/" + Words.VENUE + "/" + market.id());
        SpotMarket.Builder spot = SpotMarket.builder().venue(Words.VENUE);
        symbol.requiredText("symbol").ifPresent(spot::id);
        symbol.requiredText("baseAsset").ifPresent(spot::base);
        symbol.requiredText("quoteAsset").ifPresent(spot::quote);
        StatusWords.Status status = Words.SPOT.read(symbol, "status");
        spot.status(status.status()).venueStatus(status.word());
        symbol.textsIf("orderTypes", types -> !types.isEmpty()).ifPresent(spot::orderTypes);
        spot.selfTradePolicies(Words.policies(symbol, "allowedSelfTradePreventionModes"));
        spot.selfTradeDefault(Words.policy(symbol, "defaultSelfTradePreventionMode"));
        Filters filters = Filters.of(symbol);
        spot.sizeRule(filters.sizeRule()).notionalRule(filters.notionalRule());
        spot.priceBand(filters.priceBand());
        PriceRule.Builder prices = filters.priceRule(Optional.empty());
        spot.putAllExtensions(filters.rest());
        spot.putAllExtensions(symbol.rest(EXPECTED));
        if (!symbol.isSound()) {
            return List.of();
        }
        return List.of(spot.priceRule(prices.build()).build());
    }
}
