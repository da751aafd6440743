package io.countersign.model.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SelfTradePolicy;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixtures have the shape that Binance's Spot API documents for {@code exchangeInfo}; their values are made up. */
class BinanceSpotTest {
    private static final String PRICE =
            "{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"0.01\",\"maxPrice\":\"900\",\"tickSize\":\"0.01000000\"}";

    private static final String SYMBOL = """
            {"symbol":"ABCUSDT","status":"TRADING","baseAsset":"ABC","baseAssetPrecision":8,"quoteAsset":"USDT",
            "quotePrecision":8,"quoteAssetPrecision":8,"baseCommissionPrecision":8,"quoteCommissionPrecision":8,
            "orderTypes":["LIMIT","MARKET"],"icebergAllowed":true,"ocoAllowed":true,"otoAllowed":true,"opoAllowed":false,
            "quoteOrderQtyMarketAllowed":true,"allowTrailingStop":true,"cancelReplaceAllowed":true,"amendAllowed":true,
            "pegInstructionsAllowed":true,"isSpotTradingAllowed":true,"isMarginTradingAllowed":false,"filters":[
            {"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"900.00000000","tickSize":"0.01000000"},
            {"filterType":"LOT_SIZE","minQty":"0.00200000","maxQty":"7000.00000000","stepSize":"0.00100000"},
            {"filterType":"ICEBERG_PARTS","limit":100},
            {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"585.20788284","stepSize":"0.00000000"},
            {"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,"maxTrailingAboveDelta":2000,
            "minTrailingBelowDelta":10,"maxTrailingBelowDelta":2000},
            {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"1.1","bidMultiplierDown":"0.8",
            "askMultiplierUp":"1.2","askMultiplierDown":"0.9","avgPriceMins":5},
            {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,
            "maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},
            {"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},
            {"filterType":"MAX_NUM_ORDER_LISTS","maxNumOrderLists":20},
            {"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5},
            {"filterType":"MAX_NUM_ORDER_AMENDS","maxNumOrderAmends":10},
            {"filterType":"MAX_POSITION","maxPosition":"100.5"}],
            "permissions":[],"permissionSets":[["SPOT","TRD_GRP_004"]],"defaultSelfTradePreventionMode":"EXPIRE_MAKER",
            "allowedSelfTradePreventionModes":["EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH","DECREMENT","TRANSFER"]}""";

    @Test
    void read_symbol_fieldByField() {
        VenueReading reading = Responses.read(
                new BinanceSpot(),
                "{\"timezone\":\"UTC\",\"serverTime\":1,\"rateLimits\":[],\"exchangeFilters\":[],\"sors\":[],\"symbols\":["
                        + SYMBOL + "]}");
        assertThat(Responses.findings(reading)).isEmpty();
        SpotMarket expected = SpotMarket.builder()
                .venue("binance")
                .id("ABCUSDT")
                .base("ABC")
                .quote("USDT")
                .status(TradingStatus.ONLINE)
                .addOrderTypes("LIMIT", "MARKET")
                .priceRule(PriceRule.builder()
                        .tickSize(TickSize.of("0.01"))
                        .minPrice(Price.of("0.01"))
                        .maxPrice(Price.of("900"))
                        .build())
                .sizeRule(SizeRule.builder()
                        .lotStep(Quantity.of("0.001"))
                        .minQuantity(Quantity.of("0.002"))
                        .maxQuantity(Quantity.of("7000"))
                        .marketMaxQuantity(Quantity.of("585.20788284"))
                        .addDisabled("marketLotStep", "marketMinQuantity")
                        .icebergParts(100)
                        .build())
                .notionalRule(NotionalRule.builder()
                        .minNotional(Notional.of("5"))
                        .minAppliesToMarket(true)
                        .maxNotional(Notional.of("9000000"))
                        .maxAppliesToMarket(false)
                        .averagePriceWindow(Duration.ofMinutes(5))
                        .build())
                .priceBand(PriceBand.builder()
                        .reference(PriceReference.VWAP)
                        .referenceWindow(Duration.ofMinutes(5))
                        .buyUp(Rate.of("1.1"))
                        .buyDown(Rate.of("0.8"))
                        .sellUp(Rate.of("1.2"))
                        .sellDown(Rate.of("0.9"))
                        .build())
                .selfTradeDefault(SelfTradePolicy.CANCEL_OLDEST)
                .addSelfTradePolicies(
                        SelfTradePolicy.CANCEL_NEWEST,
                        SelfTradePolicy.CANCEL_OLDEST,
                        SelfTradePolicy.CANCEL_BOTH,
                        SelfTradePolicy.DECREMENT,
                        SelfTradePolicy.TRANSFER)
                .build();
        SpotMarket read = only(reading);
        assertThat(SpotMarket.builder().from(read).extensions(Map.of()).build()).isEqualTo(expected);
        assertThat(read.extensions())
                .containsEntry("filters/MAX_NUM_ORDERS", "{\"maxNumOrders\":200}")
                .containsEntry("filters/MAX_POSITION", "{\"maxPosition\":\"100.5\"}")
                .containsEntry("filters/PERCENT_PRICE_BY_SIDE", "{}")
                .containsEntry("permissionSets", "[[\"SPOT\",\"TRD_GRP_004\"]]")
                .containsEntry("baseAssetPrecision", "8")
                .doesNotContainKeys("filters/PRICE_FILTER", "filters/NOTIONAL", "filters", "status", "symbol");
        assertRewritten(SYMBOL);
    }

    @Test
    void read_boundsAbsentZeroAndSet_stayApart() {
        SpotMarket absent = read(symbol(PRICE, "{\"filterType\":\"LOT_SIZE\",\"stepSize\":\"1\"}"));
        SpotMarket off = read(symbol(PRICE, "{\"filterType\":\"LOT_SIZE\",\"stepSize\":\"1\",\"minQty\":\"0.000\"}"));
        SpotMarket set = read(symbol(PRICE, "{\"filterType\":\"LOT_SIZE\",\"stepSize\":\"1\",\"minQty\":\"2\"}"));
        assertThat(absent.sizeRule().minQuantity()).isEmpty();
        assertThat(absent.sizeRule().disabled()).isEmpty();
        assertThat(off.sizeRule().minQuantity()).isEmpty();
        assertThat(off.sizeRule().disabled()).containsExactly("minQuantity");
        assertThat(set.sizeRule().minQuantity()).contains(Quantity.of("2"));
        assertThat(List.of(absent.digest(), off.digest(), set.digest())).doesNotHaveDuplicates();
    }

    @Test
    void read_zeroPricesAndNotionals_areSwitchedOff() {
        SpotMarket market = read(symbol(
                "{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"0\",\"maxPrice\":\"0.0\",\"tickSize\":\"0.5\"}",
                "{\"filterType\":\"NOTIONAL\",\"minNotional\":\"0.0\",\"maxNotional\":\"0\"}"));
        assertThat(market.priceRule().disabled()).containsExactly("maxPrice", "minPrice");
        assertThat(market.notionalRule().disabled()).containsExactly("maxNotional", "minNotional");
        assertThat(market.notionalRule().minAppliesToMarket()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"filterType":"NOTIONAL","minNotional":"5"}
            {"filterType":"NOTIONAL","minNotional":"5","applyMinToMarket":true,"avgPriceMins":0}
            {"filterType":"NOTIONAL","minNotional":"5","maxNotional":"0","applyMaxToMarket":true,"avgPriceMins":1}
            {"filterType":"MIN_NOTIONAL","minNotional":"5","applyToMarket":true,"avgPriceMins":5}
            {"filterType":"MIN_NOTIONAL","minNotional":"5"},{"filterType":"NOTIONAL","minNotional":"6"}
            {"filterType":"PERCENT_PRICE","multiplierUp":"5","multiplierDown":"0.2","avgPriceMins":5}
            {"filterType":"PERCENT_PRICE","multiplierUp":"5","multiplierDown":"0.2","avgPriceMins":0}
            {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5","bidMultiplierDown":"0.2","askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":1}
            {"filterType":"ICEBERG_PARTS","limit":0}
            {"filterType":"MARKET_LOT_SIZE","minQty":"0","maxQty":"0","stepSize":"0"}
            {"filterType":"T_PLUS_SELL","endTime":1700000000000}
            {"filterType":"EXCHANGE_MAX_NUM_ICEBERG_ORDERS","maxNumIcebergOrders":10000}
            """)
    void write_anyDocumentedFilter_isWhatWasRead(String filters) {
        VenueReading reading = Responses.read(new BinanceSpot(), response(symbol(PRICE, filters)));
        assertThat(Responses.errors(reading)).isEmpty();
        assertRewritten(symbol(PRICE, filters));
    }

    @Test
    void read_bandOverNoMinutes_refersToTheLastPrice() {
        SpotMarket market = read(
                symbol(
                        PRICE,
                        "{\"filterType\":\"PERCENT_PRICE\",\"multiplierUp\":\"5\",\"multiplierDown\":\"0.2\",\"avgPriceMins\":0}"));
        PriceBand band = market.priceBand().orElseThrow();
        assertThat(band.reference()).isEqualTo(PriceReference.LAST);
        assertThat(band.referenceWindow()).isEmpty();
        assertThat(band.buyUp()).contains(Rate.of("5")).isEqualTo(band.sellUp());
        assertThat(band.buyDown()).contains(Rate.of("0.2")).isEqualTo(band.sellDown());
    }

    @Test
    void read_unknownFieldsWordsAndFilters_areKeptAndHashed() {
        String symbol = symbol(PRICE.replace("}", ",\"newBound\":\"1\"}"), "{\"filterType\":\"NEW_ONE\",\"limit\":3}")
                .replace("\"TRADING\"", "\"SLEEPING\"")
                .replace(
                        "\"filters\"",
                        "\"newField\":{\"a\":1.50},\"defaultSelfTradePreventionMode\":\"NEW_MODE\","
                                + "\"allowedSelfTradePreventionModes\":[\"NONE\",\"NEW_MODE\"],\"filters\"");
        VenueReading reading = Responses.read(new BinanceSpot(), response(symbol));
        String word = "V-WORD-01 WARN spot-market/binance/ABCUSDT ";
        String kept =
                ": Field without a meaning in the model, 1 times; kept as it is, and part of each document's digest";
        assertThat(Responses.findings(reading))
                .containsExactlyInAnyOrder(
                        "V-UNKNOWN-01 INFO response /limit" + kept,
                        "V-UNKNOWN-01 INFO response /newBound" + kept,
                        "V-UNKNOWN-01 INFO response /newField" + kept,
                        word + "/allowedSelfTradePreventionModes" + meaningless("NEW_MODE"),
                        word + "/defaultSelfTradePreventionMode" + meaningless("NEW_MODE"),
                        word + "/filters" + meaningless("NEW_ONE"),
                        word + "/status" + meaningless("SLEEPING"));
        SpotMarket market = only(reading);
        assertThat(market.status()).isEmpty();
        assertThat(market.venueStatus()).contains("SLEEPING");
        assertThat(market.extensions())
                .containsEntry("newField", "{\"a\":1.50}")
                .containsEntry("filters/NEW_ONE", "{\"limit\":3}")
                .containsEntry("filters/PRICE_FILTER", "{\"newBound\":\"1\"}")
                .containsEntry("defaultSelfTradePreventionMode", "\"NEW_MODE\"");
        assertRewritten(symbol);
        for (String known : List.of("\"newField\":{\"a\":1.50},", "NEW_ONE", "SLEEPING", "1.50", "newBound")) {
            String changed = symbol.replace(known, known.startsWith("\"new") ? "" : known + "1");
            assertThat(read(changed).digest()).as(known).isNotEqualTo(market.digest());
        }
    }

    private static String meaningless(String word) {
        return ": The model has no meaning for \"" + word + "\"; kept as the venue's own word";
    }

    @ParameterizedTest
    @CsvSource({"TRADING,ONLINE", "BREAK,HALTED", "HALT,HALTED", "PRE_TRADING,PRE_LISTING", "END_OF_DAY,CANCEL_ONLY"})
    void read_status_isWrittenAsTheSameWord(String word, TradingStatus status) {
        String symbol = symbol(PRICE).replace("TRADING", word);
        assertThat(read(symbol).status()).contains(status);
        assertRewritten(symbol);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "baseAsset":"ABC", | `` | V-MISS-01 ERROR spot-market/binance/ABCUSDT /baseAsset: Required field is absent, so the market was not read
            "ABCUSDT" | 7 | V-VALUE-01 ERROR response /symbols/0/symbol: A number stands where text is expected, so the market was not read (value 7)
            PRICE_FILTER | PRICE | V-VALUE-01 ERROR spot-market/binance/ABCUSDT /filters: There is no PRICE_FILTER, so the tick size is not known, so the market was not read
            "0.01000000" | "0.00" | V-VALUE-01 ERROR spot-market/binance/ABCUSDT /filters/0/tickSize: The tick size is switched off and no price precision stands in for it, so the market was not read (value 0)
            ,"tickSize":"0.01000000" | `` | V-MISS-01 ERROR spot-market/binance/ABCUSDT /filters/0/tickSize: Required field is absent, so the market was not read
            "900" | "many" | V-VALUE-01 ERROR spot-market/binance/ABCUSDT /filters/0/maxPrice: Price is not a decimal: "many", so the market was not read (value "many")
            "filterType":"PRICE_FILTER", | `` | V-MISS-01 ERROR spot-market/binance/ABCUSDT /filters/0/filterType: Required field is absent, so the market was not read
            "filters":[ | "filters":[3, | V-VALUE-01 ERROR spot-market/binance/ABCUSDT /filters/0: An object is expected, so the market was not read (value 3)
            """)
    void read_symbolThatCannotBeRead_isRefused(String good, String bad, String finding) {
        VenueReading reading =
                Responses.read(new BinanceSpot(), response(symbol(PRICE).replace(good, bad)));
        assertThat(reading.documents()).isEmpty();
        assertThat(reading.marketsSeen()).isEqualTo(1);
        assertThat(reading.marketsRead()).isZero();
        assertThat(Responses.errors(reading)).contains(finding);
    }

    @Test
    void read_twoFiltersOfOneType_areRefused() {
        VenueReading reading = Responses.read(new BinanceSpot(), response(symbol(PRICE, PRICE)));
        assertThat(reading.documents()).isEmpty();
        assertThat(Responses.errors(reading))
                .containsExactly(
                        "V-VALUE-01 ERROR spot-market/binance/ABCUSDT /filters/1/filterType: The symbol has two"
                                + " filters of one type, so the market was not read (value PRICE_FILTER)");
    }

    @Test
    void read_error_isTheVenues() {
        VenueReading reading = Responses.read(new BinanceSpot(), "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
        assertThat(reading.documents()).isEmpty();
        assertThat(Responses.findings(reading))
                .containsExactly(
                        "V-VENUE-01 ERROR response /code: The venue answered with an error: -1121: Invalid symbol.");
    }

    @Test
    void read_symbolsOfOneBaseAndQuote_stayApart() {
        VenueReading reading = Responses.read(
                new BinanceSpot(),
                "{\"symbols\":[" + symbol(PRICE) + "," + symbol(PRICE).replace("\"ABCUSDT\"", "\"ABCUSDT2\"") + "]}");
        assertThat(reading.documents()).extracting(document -> document.id()).containsExactly("ABCUSDT", "ABCUSDT2");
        assertThat(reading.documents().get(0).digest())
                .isNotEqualTo(reading.documents().get(1).digest());
    }

    @Test
    void write_edits_areWrittenOrRefused() {
        SpotMarket market = read(SYMBOL);
        SpotMarket edited = SpotMarket.builder()
                .from(market)
                .status(TradingStatus.HALTED)
                .sizeRule(SizeRule.builder()
                        .from(market.sizeRule())
                        .minQuantity(Quantity.of("0.5"))
                        .build())
                .build();
        assertThat(only(Responses.read(new BinanceSpot(), BinanceWriter.spot(List.of(edited)))))
                .isEqualTo(edited);
        refused(builder -> builder.wsName("ABC/USDT"));
        refused(builder -> builder.venue("kraken"));
        refused(builder -> builder.priceRule(
                PriceRule.builder().from(market.priceRule()).pricePrecision(2).build()));
        refused(builder -> builder.notionalRule(NotionalRule.builder()
                .from(market.notionalRule())
                .costDecimals(2)
                .build()));
        refused(builder -> builder.putExtensions("kept", "1,\"status\":\"HALT\""));
        refused(builder -> builder.putExtensions("filters/LOT_SIZE", "{\"stepSize\":\"9\"}"));
        refused(builder -> builder.status(TradingStatus.REDUCE_ONLY));
        assertThatIllegalArgumentException().isThrownBy(() -> BinanceWriter.spot(List.of(market, market)));
    }

    private static void refused(Consumer<SpotMarket.Builder> edit) {
        SpotMarket.Builder builder = SpotMarket.builder().from(read(SYMBOL));
        edit.accept(builder);
        SpotMarket edited = builder.build();
        assertThatIllegalArgumentException().isThrownBy(() -> BinanceWriter.spot(List.of(edited)));
    }

    private static void assertRewritten(String symbol) {
        SpotMarket market = read(symbol);
        String written = BinanceWriter.spot(List.of(market));
        assertThat(only(Responses.read(new BinanceSpot(), written))).isEqualTo(market);
        assertThat(Responses.differences(Responses.json(response(symbol)), Responses.json(written)))
                .isEmpty();
    }

    private static String symbol(String... filters) {
        return "{\"symbol\":\"ABCUSDT\",\"status\":\"TRADING\",\"baseAsset\":\"ABC\",\"quoteAsset\":\"USDT\",\"filters\":["
                + String.join(",", filters) + "]}";
    }

    private static String response(String symbol) {
        return "{\"symbols\":[" + symbol + "]}";
    }

    private static SpotMarket read(String symbol) {
        return only(Responses.read(new BinanceSpot(), response(symbol)));
    }

    private static SpotMarket only(VenueReading reading) {
        assertThat(Responses.errors(reading)).isEmpty();
        assertThat(reading.documents()).hasSize(1);
        return (SpotMarket) reading.documents().get(0);
    }
}
