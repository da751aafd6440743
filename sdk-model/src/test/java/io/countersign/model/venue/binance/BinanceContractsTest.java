package io.countersign.model.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.market.ContractType;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixtures have the shape that Binance's futures APIs document for {@code exchangeInfo}; their values are made up. */
class BinanceContractsTest {
    private static final String LINEAR = """
            {"symbol":"XAGUSDT","pair":"XAGUSDT","contractType":"TRADIFI_PERPETUAL","deliveryDate":4133404800000,
            "onboardDate":1765440300000,"status":"TRADING","maintMarginPercent":"2.5000","requiredMarginPercent":"5.0000",
            "baseAsset":"XAG","quoteAsset":"USDT","marginAsset":"USDT","pricePrecision":2,"quantityPrecision":3,
            "baseAssetPrecision":8,"quotePrecision":8,"underlyingType":"COMMODITY","underlyingSubType":["TradFi"],
            "triggerProtect":"0.0200","liquidationFee":"0.015000","marketTakeBound":"0.02","maxMoveOrderLimit":10000,
            "filters":[{"tickSize":"0.05","maxPrice":"2000","minPrice":"0.01","filterType":"PRICE_FILTER"},
            {"maxQty":"10000","filterType":"LOT_SIZE","minQty":"0.001","stepSize":"0.001"},
            {"filterType":"MARKET_LOT_SIZE","minQty":"0.002","maxQty":"1000","stepSize":"0.004"},
            {"filterType":"MAX_NUM_ORDERS","limit":200},{"filterType":"MAX_NUM_ALGO_ORDERS","limit":10},
            {"filterType":"MIN_NOTIONAL","notional":"5"},
            {"filterType":"PERCENT_PRICE","multiplierUp":"1.0200","multiplierDown":"0.9800","multiplierDecimal":"4"},
            {"filterType":"POSITION_RISK_CONTROL","positionControlSide":"NONE"}],
            "orderTypes":["LIMIT","MARKET"],"timeInForce":["GTC","GTX"],"permissionSets":["GRID","COPY"]}""";

    private static final String INVERSE = """
            {"symbol":"ABCUSD_261225","pair":"ABCUSD","contractType":"CURRENT_QUARTER","deliveryDate":1798185600000,
            "onboardDate":1781856000000,"contractStatus":"TRADING","contractSize":100,"marginAsset":"ABC",
            "maintMarginPercent":"2.5000","requiredMarginPercent":"5.0000","baseAsset":"ABC","quoteAsset":"USD",
            "pricePrecision":1,"quantityPrecision":0,"baseAssetPrecision":8,"quotePrecision":8,"equalQtyPrecision":4,
            "triggerProtect":"0.0500","liquidationFee":"0.010000","marketTakeBound":"0.05","maxMoveOrderLimit":10000,
            "underlyingType":"COIN","underlyingSubType":[],
            "filters":[{"minPrice":"1000","maxPrice":"4671848","filterType":"PRICE_FILTER","tickSize":"0.1"},
            {"stepSize":"1","filterType":"LOT_SIZE","maxQty":"1000000","minQty":"1"},
            {"multiplierDown":"0.9500","multiplierUp":"1.0500","multiplierDecimal":"4","filterType":"PERCENT_PRICE"}],
            "orderTypes":["LIMIT"],"timeInForce":["GTC"]}""";

    @Test
    void usdM_perpetual_fieldByField() {
        VenueReading reading = Responses.read(
                new BinanceUsdM(),
                "{\"timezone\":\"UTC\",\"serverTime\":1,\"futuresType\":\"U_MARGINED\",\"rateLimits\":[],\"assets\":[],"
                        + "\"exchangeFilters\":[],\"symbols\":[" + LINEAR + "]}");
        assertThat(Responses.findings(reading)).isEmpty();
        FuturesContract read = only(reading);
        assertThat(withoutExtensions(read))
                .isEqualTo(FuturesContract.builder()
                        .venue("binance")
                        .id("XAGUSDT")
                        .altName("XAGUSDT")
                        .type(ContractType.PERPETUAL)
                        .venueType("TRADIFI_PERPETUAL")
                        .payoff(Payoff.LINEAR)
                        .base("XAG")
                        .quote("USDT")
                        .settle("USDT")
                        .contractSize(Amount.of("1"))
                        .contractSizeUnit(SizeUnit.BASE)
                        .status(TradingStatus.ONLINE)
                        .openedAt(Instant.parse("2025-12-11T08:05:00Z"))
                        .funding(FundingConfig.builder().build())
                        .addOrderTypes("LIMIT", "MARKET")
                        .priceRule(PriceRule.builder()
                                .tickSize(TickSize.of("0.05"))
                                .minPrice(Price.of("0.01"))
                                .maxPrice(Price.of("2000"))
                                .pricePrecision(2)
                                .build())
                        .sizeRule(SizeRule.builder()
                                .lotStep(Quantity.of("0.001"))
                                .minQuantity(Quantity.of("0.001"))
                                .maxQuantity(Quantity.of("10000"))
                                .marketLotStep(Quantity.of("0.004"))
                                .marketMinQuantity(Quantity.of("0.002"))
                                .marketMaxQuantity(Quantity.of("1000"))
                                .build())
                        .notionalRule(NotionalRule.builder()
                                .minNotional(Notional.of("5"))
                                .build())
                        .priceBand(PriceBand.builder()
                                .reference(PriceReference.MARK)
                                .buyUp(Rate.of("1.02"))
                                .sellDown(Rate.of("0.98"))
                                .build())
                        .build());
        assertThat(read.extensions())
                .containsEntry("deliveryDate", "4133404800000")
                .containsEntry("maintMarginPercent", "\"2.5000\"")
                .containsEntry("filters/PERCENT_PRICE", "{\"multiplierDecimal\":\"4\"}")
                .containsEntry("filters/POSITION_RISK_CONTROL", "{\"positionControlSide\":\"NONE\"}");
        assertRewritten(new BinanceUsdM(), LINEAR);
    }

    @Test
    void coinM_datedContract_fieldByField() {
        FuturesContract read = only(Responses.read(new BinanceCoinM(), response(INVERSE)));
        assertThat(withoutExtensions(read))
                .isEqualTo(FuturesContract.builder()
                        .venue("binance")
                        .id("ABCUSD_261225")
                        .altName("ABCUSD")
                        .type(ContractType.FIXED_MATURITY)
                        .venueType("CURRENT_QUARTER")
                        .payoff(Payoff.INVERSE)
                        .base("ABC")
                        .quote("USD")
                        .settle("ABC")
                        .contractSize(Amount.of("100"))
                        .contractSizeUnit(SizeUnit.QUOTE_NOTIONAL)
                        .status(TradingStatus.ONLINE)
                        .lastTradingAt(Instant.parse("2026-12-25T08:00:00Z"))
                        .openedAt(Instant.parse("2026-06-19T08:00:00Z"))
                        .addOrderTypes("LIMIT")
                        .priceRule(PriceRule.builder()
                                .tickSize(TickSize.of("0.1"))
                                .minPrice(Price.of("1000"))
                                .maxPrice(Price.of("4671848"))
                                .pricePrecision(1)
                                .build())
                        .sizeRule(SizeRule.builder()
                                .lotStep(Quantity.of("1"))
                                .minQuantity(Quantity.of("1"))
                                .maxQuantity(Quantity.of("1000000"))
                                .build())
                        .priceBand(PriceBand.builder()
                                .reference(PriceReference.MARK)
                                .buyUp(Rate.of("1.05"))
                                .sellDown(Rate.of("0.95"))
                                .build())
                        .build());
        assertRewritten(new BinanceCoinM(), INVERSE);
    }

    @ParameterizedTest
    @CsvSource({
        "PERPETUAL,4133404800000,PERPETUAL",
        "PERPETUAL,1798185600000,PERPETUAL",
        "PERPETUAL DELIVERING,1798185600000,PERPETUAL",
        "PERPETUAL_DELIVERING,1798185600000,PERPETUAL",
        "'',4133404800000,PERPETUAL",
        "'',1798185600000,FIXED_MATURITY",
        "NEXT_QUARTER,1798185600000,FIXED_MATURITY",
        "CURRENT_QUARTER DELIVERING,1798185600000,FIXED_MATURITY"
    })
    void contractType_andDeliveryDate_tellWhetherItExpires(String word, long delivery, ContractType type) {
        String symbol = LINEAR.replace("TRADIFI_PERPETUAL", word).replace("4133404800000", Long.toString(delivery));
        FuturesContract contract = only(Responses.read(new BinanceUsdM(), response(symbol)));
        assertThat(contract.type()).isEqualTo(type);
        assertThat(contract.funding().isPresent()).isEqualTo(type == ContractType.PERPETUAL);
        assertThat(contract.lastTradingAt().isPresent()).isEqualTo(type == ContractType.FIXED_MATURITY);
        assertRewritten(new BinanceUsdM(), symbol);
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING_TRADING,PRE_LISTING",
        "PRE_SETTLE,SETTLING",
        "SETTLING,SETTLING",
        "PRE_DELIVERING,SETTLING",
        "DELIVERING,SETTLING",
        "DELIVERED,DELISTED",
        "CLOSE,DELISTED"
    })
    void status_isWrittenAsTheSameWord(String word, TradingStatus status) {
        String symbol = INVERSE.replace("\"TRADING\"", "\"" + word + "\"");
        assertThat(only(Responses.read(new BinanceCoinM(), response(symbol))).status())
                .contains(status);
        assertRewritten(new BinanceCoinM(), symbol);
    }

    @Test
    void unknownStatus_isKeptWithAFinding() {
        String symbol = INVERSE.replace("\"TRADING\"", "\"ASLEEP\"");
        VenueReading reading = Responses.read(new BinanceCoinM(), response(symbol));
        assertThat(Responses.findings(reading))
                .containsExactly(
                        "V-WORD-01 WARN futures-contract/binance/ABCUSD_261225 /contractStatus: The model has no"
                                + " meaning for \"ASLEEP\"; kept as the venue's own word");
        assertThat(only(reading).status()).isEmpty();
        assertRewritten(new BinanceCoinM(), symbol);
    }

    @Test
    void tickThatIsSwitchedOff_isDerivedAndWrittenAsZero() {
        String symbol = LINEAR.replace("\"0.05\"", "\"0\"");
        VenueReading reading = Responses.read(new BinanceUsdM(), response(symbol));
        PriceRule rule = only(reading).priceRule();
        assertThat(reading.report().of("V-TICK-01")).hasSize(1);
        assertThat(rule.tickSize()).isEqualTo(TickSize.of("0.01"));
        assertThat(rule.tickDerived()).isTrue();
        assertThat(rule.disabled()).containsExactly("tickSize");
        assertRewritten(new BinanceUsdM(), symbol);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "contractSize":100, | `` | V-MISS-01 ERROR futures-contract/binance/ABCUSD_261225 /contractSize: Required field is absent, so the market was not read
            "contractType":"CURRENT_QUARTER", | `` | V-MISS-01 ERROR futures-contract/binance/ABCUSD_261225 /contractType: Required field is absent, so the market was not read
            "deliveryDate":1798185600000, | `` | V-MISS-01 ERROR futures-contract/binance/ABCUSD_261225 /deliveryDate: Required field is absent, so the market was not read
            1798185600000 | true | V-VALUE-01 ERROR futures-contract/binance/ABCUSD_261225 /deliveryDate: A boolean stands where a number is expected, so the market was not read (value true)
            "pricePrecision":1 | "pricePrecision":19 | V-VALUE-01 ERROR futures-contract/binance/ABCUSD_261225: Price precision must be from 0 to 18: 19, so the market was not read
            "quoteAsset":"USD" | "quoteAsset":null | V-MISS-01 ERROR futures-contract/binance/ABCUSD_261225 /quoteAsset: Required field is absent, so the market was not read
            """)
    void contractThatCannotBeRead_isRefused(String good, String bad, String finding) {
        VenueReading reading = Responses.read(new BinanceCoinM(), response(INVERSE.replace(good, bad)));
        assertThat(reading.documents()).isEmpty();
        assertThat(Responses.errors(reading)).containsExactly(finding);
    }

    @Test
    void error_isTheVenues() {
        for (VenueReader reader : List.of(new BinanceUsdM(), new BinanceCoinM())) {
            VenueReading reading = Responses.read(reader, "{\"code\":-1003,\"msg\":\"Too many requests.\"}");
            assertThat(Responses.findings(reading))
                    .containsExactly(
                            "V-VENUE-01 ERROR response /code: The venue answered with an error: -1003: Too many requests.");
        }
    }

    @Test
    void perpetualAndDatedContractOfOnePair_stayApart() {
        String perpetual = INVERSE.replace("ABCUSD_261225", "ABCUSD_PERP").replace("CURRENT_QUARTER", "PERPETUAL");
        VenueReading reading = Responses.read(new BinanceCoinM(), "{\"symbols\":[" + INVERSE + "," + perpetual + "]}");
        assertThat(reading.documents())
                .extracting(document -> document.id())
                .containsExactly("ABCUSD_261225", "ABCUSD_PERP");
    }

    @Test
    void edits_areWrittenOrRefused() {
        FuturesContract contract = only(Responses.read(new BinanceCoinM(), response(INVERSE)));
        FuturesContract edited = FuturesContract.builder()
                .from(contract)
                .contractSize(Amount.of("10"))
                .lastTradingAt(Instant.parse("2027-03-26T08:00:00Z"))
                .build();
        assertThat(only(Responses.read(new BinanceCoinM(), BinanceWriter.coinM(List.of(edited)))))
                .isEqualTo(edited);
        refused(contract, builder -> builder.payoff(Payoff.LINEAR));
        refused(contract, builder -> builder.index("BXBT"));
        refused(contract, builder -> builder.contractSizeUnit(SizeUnit.CONTRACTS));
        refused(contract, builder -> builder.type(ContractType.PERPETUAL));
        refused(
                contract,
                builder -> builder.priceBand(PriceBand.builder()
                        .from(contract.priceBand().orElseThrow())
                        .sellUp(Rate.of("1.1"))
                        .build()));
        refused(contract, builder -> builder.lastTradingAt(Instant.parse("2027-03-26T08:00:00.000001Z")));
        assertThatIllegalArgumentException().isThrownBy(() -> BinanceWriter.usdM(List.of(contract)));
    }

    private static void refused(FuturesContract contract, Consumer<FuturesContract.Builder> edit) {
        FuturesContract.Builder builder = FuturesContract.builder().from(contract);
        edit.accept(builder);
        FuturesContract edited = builder.build();
        assertThatIllegalArgumentException().isThrownBy(() -> BinanceWriter.coinM(List.of(edited)));
    }

    private static void assertRewritten(VenueReader reader, String symbol) {
        FuturesContract contract = only(Responses.read(reader, response(symbol)));
        List<FuturesContract> contracts = List.of(contract);
        String written = reader instanceof BinanceUsdM ? BinanceWriter.usdM(contracts) : BinanceWriter.coinM(contracts);
        assertThat(only(Responses.read(reader, written))).isEqualTo(contract);
        assertThat(Responses.differences(Responses.json(response(symbol)), Responses.json(written)))
                .isEmpty();
    }

    private static FuturesContract withoutExtensions(FuturesContract contract) {
        return FuturesContract.builder().from(contract).extensions(Map.of()).build();
    }

    private static String response(String symbol) {
        return "{\"symbols\":[" + symbol + "]}";
    }

    private static FuturesContract only(VenueReading reading) {
        assertThat(Responses.errors(reading)).isEmpty();
        assertThat(reading.documents()).hasSize(1);
        return (FuturesContract) reading.documents().get(0);
    }
}
