package io.countersign.model.venue;

import io.countersign.model.venue.binance.BinanceBrackets;
import io.countersign.model.venue.binance.BinanceCoinM;
import io.countersign.model.venue.binance.BinanceSpot;
import io.countersign.model.venue.binance.BinanceUsdM;
import io.countersign.model.venue.bitmex.BitmexInstruments;
import io.countersign.model.venue.kraken.KrakenAssets;
import io.countersign.model.venue.kraken.KrakenFeeSchedules;
import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import io.countersign.model.venue.okx.OkxInstruments;
import io.countersign.model.venue.okx.OkxTiers;
import java.util.List;

/**
 * A reader and a response that it reads without an error, in three parts. A new reader joins {@link #all} by one line.
 *
 * @param market one market; {@code #} stands where its number makes it another one
 */
record FuzzedReader(VenueReader reader, String opening, String market, String closing) {
    private static final String KRAKEN_PAIR =
            "\"P#\":{\"altname\":\"XBTUSD\",\"base\":\"XXBT\",\"quote\":\"ZUSD\",\"cost_decimals\":5,\"pair_decimals\":1,"
                    + "\"lot_decimals\":8,\"lot_multiplier\":1,\"leverage_buy\":[2,3],\"leverage_sell\":[],"
                    + "\"fees\":[[0,0.4],[10000,0.35]],\"fees_maker\":[[0,0.25],[10000,-0.01]],\"margin_call\":80,"
                    + "\"ordermin\":\"0.00005\",\"tick_size\":\"0.1\",\"status\":\"online\",\"long_position_limit\":350,"
                    + "\"new\":{\"a\":[1.50,null,\"\\u00e9\"]}}";

    private static final String KRAKEN_INSTRUMENT =
            "{\"symbol\":\"PF_#\",\"type\":\"flexible_futures\",\"tickSize\":1,\"contractSize\":1,\"tradeable\":true,"
                    + "\"openingDate\":\"2022-03-22T13:15:36Z\",\"marginLevels\":["
                    + "{\"numNonContractUnits\":\"0E-20\",\"initialMargin\":0.01,\"maintenanceMargin\":0.005},"
                    + "{\"numNonContractUnits\":1E+6,\"initialMargin\":0.02,\"maintenanceMargin\":0.01}],"
                    + "\"fundingRateCoefficient\":8,\"maxRelativeFundingRate\":0.005,\"contractValueTradePrecision\":4}";

    private static final String KRAKEN_ASSET =
            "\"A#\":{\"aclass\":\"currency\",\"altname\":\"A\",\"decimals\":8,\"display_decimals\":5,\"collateral_va"
                    + "lue\":0.9,\"status\":\"enabled\"}";

    private static final String KRAKEN_FEES =
            "{\"uid\":\"u#\",\"name\":\"x\",\"tiers\":[{\"makerFee\":0.02,\"takerFee\":0.05,\"usdVolume\":0}]}";

    private static final String BINANCE_SPOT =
            "{\"symbol\":\"S#\",\"status\":\"TRADING\",\"baseAsset\":\"A\",\"quoteAsset\":\"B\",\"orderTypes\":[\"LIMIT\""
                    + "],\"allowedSelfTradePreventionModes\":[\"NONE\"],\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"mi"
                    + "nPrice\":\"0.1\",\"maxPrice\":\"0\",\"tickSize\":\"0.1\"},{\"filterType\":\"LOT_SIZE\",\"minQty\":\"0\",\"ma"
                    + "xQty\":\"9\",\"stepSize\":\"1\"},{\"filterType\":\"NEW\",\"a\":1},{\"filterType\":\"NOTIONAL\",\"minNotion"
                    + "al\":\"5\",\"avgPriceMins\":5},{\"filterType\":\"PERCENT_PRICE\",\"multiplierUp\":\"5\",\"avgPriceMins"
                    + "\":0}]}";

    private static final String BINANCE_CONTRACT =
            "{\"symbol\":\"S#\",\"pair\":\"S\",\"contractType\":\"CURRENT_QUARTER\",\"deliveryDate\":1798185600000,"
                    + "\"onboardDate\":1781856000000,\"status\":\"TRADING\",\"contractStatus\":\"TRADING\",\"contractSize\""
                    + ":100,\"baseAsset\":\"A\",\"quoteAsset\":\"B\",\"marginAsset\":\"A\",\"pricePrecision\":1,\"filters\":[{\""
                    + "filterType\":\"PRICE_FILTER\",\"minPrice\":\"0.1\",\"maxPrice\":\"0\",\"tickSize\":\"0.1\"},{\"filterTyp"
                    + "e\":\"LOT_SIZE\",\"minQty\":\"0\",\"maxQty\":\"9\",\"stepSize\":\"1\"},{\"filterType\":\"NEW\",\"a\":1},{\"fil"
                    + "terType\":\"MIN_NOTIONAL\",\"notional\":\"5\"}]}";

    private static final String BINANCE_BRACKETS =
            "{\"symbol\":\"S#\",\"brackets\":[{\"bracket\":1,\"initialLeverage\":75,\"notionalCap\":10,\"notionalF"
                    + "loor\":0,\"maintMarginRatio\":0.01,\"cum\":0.0},{\"bracket\":2,\"initialLeverage\":5,\"notionalCap"
                    + "\":20,\"notionalFloor\":10,\"maintMarginRatio\":0.1,\"cum\":0.9}]}";

    private static final String BINANCE_TIERS =
            "\"A#/B:B\":[{\"tier\":1.0,\"currency\":\"B\",\"minNotional\":0.0,\"maxNotional\":5.0,\"maintenanceMar"
                    + "ginRate\":0.01,\"maxLeverage\":3.0,\"info\":{\"bracket\":\"1\",\"notionalCap\":\"5\",\"cum\":\"0.0\"}}]";

    private static final String OKX_SWAP =
            "{\"instId\":\"A-B-SWAP#\",\"instType\":\"SWAP\",\"uly\":\"A-B\",\"ctType\":\"linear\",\"ctVal\":\"0.1\",\"ctM"
                    + "ult\":\"1\",\"ctValCcy\":\"A\",\"settleCcy\":\"B\",\"lever\":\"75\",\"listTime\":\"1573557408000\",\"expTime"
                    + "\":\"\",\"lotSz\":\"1\",\"minSz\":\"1\",\"tickSz\":\"0.1\",\"state\":\"live\"}";

    private static final String OKX_TIER =
            "{\"instFamily\":\"A-B#\",\"instId\":\"\",\"uly\":\"A-B#\",\"tier\":\"1\",\"minSz\":\"0\",\"maxSz\":\"5\",\"imr\":\""
                    + "0.1\",\"mmr\":\"0.05\",\"maxLever\":\"10\"}";

    private static final String BITMEX_FUTURE =
            "{\"symbol\":\"S#\",\"state\":\"Open\",\"typ\":\"FFCCSX\",\"listing\":\"2026-06-01T00:00:00.000Z\",\"expir"
                    + "y\":\"2026-12-25T12:00:00.000Z\",\"underlying\":\"A\",\"quoteCurrency\":\"B\",\"lotSize\":1,\"tickSize"
                    + "\":0.5,\"multiplier\":100,\"quoteToSettleMultiplier\":1000000,\"isQuanto\":false,\"isInverse\":fa"
                    + "lse,\"initMargin\":0.03,\"maintMargin\":0.015,\"makerFee\":-0.0001,\"takerFee\":0.0005,\"lastPric"
                    + "e\":1.5}";

    /** Every reader there is. */
    static List<FuzzedReader> all() {
        return List.of(
                new FuzzedReader(new KrakenSpot(), "{\"error\":[],\"result\":{", KRAKEN_PAIR, "}}"),
                new FuzzedReader(
                        new KrakenFutures(), "{\"result\":\"success\",\"instruments\":[", KRAKEN_INSTRUMENT, "]}"),
                new FuzzedReader(new KrakenAssets(), "{\"error\":[],\"result\":{", KRAKEN_ASSET, "}}"),
                new FuzzedReader(
                        new KrakenFeeSchedules(), "{\"result\":\"success\",\"feeSchedules\":[", KRAKEN_FEES, "]}"),
                new FuzzedReader(new BinanceSpot(), "{\"symbols\":[", BINANCE_SPOT, "]}"),
                new FuzzedReader(new BinanceUsdM(), "{\"symbols\":[", BINANCE_CONTRACT, "]}"),
                new FuzzedReader(new BinanceCoinM(), "{\"symbols\":[", BINANCE_CONTRACT, "]}"),
                new FuzzedReader(new BinanceBrackets(), "[", BINANCE_BRACKETS, "]"),
                new FuzzedReader(new BinanceBrackets(), "{", BINANCE_TIERS, "}"),
                new FuzzedReader(new OkxInstruments(), "{\"code\":\"0\",\"msg\":\"\",\"data\":[", OKX_SWAP, "]}"),
                new FuzzedReader(new OkxTiers(), "{\"code\":\"0\",\"msg\":\"\",\"data\":[", OKX_TIER, "]}"),
                new FuzzedReader(new BitmexInstruments(), "[", BITMEX_FUTURE, "]"));
    }

    /** A market of its own id. */
    String market(long number) {
        return market.replace("#", Long.toString(number));
    }

    /** A response of two markets. */
    String valid() {
        return opening + market(1) + "," + market(2) + closing;
    }

    @Override
    public String toString() {
        return reader.source();
    }
}
