package io.countersign.model.venue.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixtures have the shape that OKX documents for {@code public/instruments}; their values are made up. */
class OkxInstrumentsTest {
    private static final String SPOT = """
            {"alias":"","baseCcy":"ABC","category":"1","ctMult":"","ctType":"","ctVal":"","ctValCcy":"","expTime":"",
            "floatPxLmtPct":"0.005","freq":"","futureSettlement":false,"groupId":"12","initPxLmtPct":"","instCategory":"1",
            "instFamily":"","instId":"ABC-USDT","instIdCode":3,"instType":"SPOT","lever":"10","listTime":"1611907686000",
            "longPosRemainingQuota":"","lotSz":"0.00000001","maxIcebergSz":"9999999999.0000000000000000",
            "maxLmtAmt":"20000000","maxLmtSz":"9999999999","maxMktAmt":"1000000","maxMktSz":"1000000",
            "maxPlatOICoinLmt":"","maxPxLmtPct":"0.01","method":"","minSz":"0.00001","openType":"call_auction",
            "quoteCcy":"USDT","ruleType":"normal","seriesId":"","settleCcy":"","state":"live","tickSz":"0.1",
            "tradeQuoteCcyList":["USDT"],"uly":"","upcChg":[{"param":"tickSz","newValue":"0.01","effTime":"1704876947000"}]}""";

    private static final String LINEAR = """
            {"instId":"ABC-USDT-SWAP","instType":"SWAP","instFamily":"ABC-USDT","uly":"ABC-USDT","ctType":"linear",
            "ctVal":"0.1","ctMult":"10","ctValCcy":"ABC","settleCcy":"USDT","baseCcy":"","quoteCcy":"","expTime":"",
            "lever":"75","listTime":"1573557408000","lotSz":"0.01","minSz":"0.02","maxLmtSz":"100000","maxMktSz":"20000",
            "state":"post_only","tickSz":"0.05","ruleType":"normal"}""";

    private static final String INVERSE = """
            {"instId":"ABC-USD-261225","instType":"FUTURES","uly":"ABC-USD","ctType":"inverse","ctVal":"100","ctMult":"1",
            "ctValCcy":"USD","settleCcy":"ABC","expTime":"1798185600000","lever":"20","lotSz":"1","minSz":"1",
            "state":"live","tickSz":"0.1","alias":"quarter"}""";

    @Test
    void spot_fieldByField() {
        VenueReading reading = Responses.read(new OkxInstruments(), response(SPOT));
        assertThat(Responses.findings(reading)).isEmpty();
        SpotMarket read = (SpotMarket) only(reading);
        assertThat(SpotMarket.builder().from(read).extensions(Map.of()).build())
                .isEqualTo(SpotMarket.builder()
                        .venue("okx")
                        .id("ABC-USDT")
                        .base("ABC")
                        .quote("USDT")
                        .status(TradingStatus.ONLINE)
                        .openedAt(Instant.parse("2021-01-29T08:08:06Z"))
                        .priceRule(
                                PriceRule.builder().tickSize(TickSize.of("0.1")).build())
                        .sizeRule(SizeRule.builder()
                                .lotStep(Quantity.of("0.00000001"))
                                .minQuantity(Quantity.of("0.00001"))
                                .maxQuantity(Quantity.of("9999999999"))
                                .build())
                        .notionalRule(NotionalRule.builder().build())
                        .build());
        assertThat(read.extensions())
                .containsEntry("instType", "\"SPOT\"")
                .containsEntry("expTime", "\"\"")
                .containsEntry("instIdCode", "3")
                .containsEntry("maxMktSz", "\"1000000\"");
        assertRewritten(SPOT);
        assertRewritten(SPOT.replace("\"SPOT\"", "\"MARGIN\""));
    }

    @Test
    void linearSwap_fieldByField() {
        FuturesContract read = (FuturesContract) only(Responses.read(new OkxInstruments(), response(LINEAR)));
        assertThat(FuturesContract.builder().from(read).extensions(Map.of()).build())
                .isEqualTo(FuturesContract.builder()
                        .venue("okx")
                        .id("ABC-USDT-SWAP")
                        .type(ContractType.PERPETUAL)
                        .venueType("SWAP")
                        .payoff(Payoff.LINEAR)
                        .base("ABC")
                        .quote("USDT")
                        .settle("USDT")
                        .index("ABC-USDT")
                        .contractSize(Amount.of("1"))
                        .contractSizeUnit(SizeUnit.BASE)
                        .status(TradingStatus.POST_ONLY)
                        .openedAt(Instant.parse("2019-11-12T11:16:48Z"))
                        .funding(FundingConfig.builder().build())
                        .maxLeverage(Leverage.of("75"))
                        .priceRule(PriceRule.builder()
                                .tickSize(TickSize.of("0.05"))
                                .build())
                        .sizeRule(SizeRule.builder()
                                .lotStep(Quantity.of("0.01"))
                                .minQuantity(Quantity.of("0.02"))
                                .maxQuantity(Quantity.of("100000"))
                                .marketMaxQuantity(Quantity.of("20000"))
                                .build())
                        .build());
        assertRewritten(LINEAR);
    }

    @Test
    void inverseFuture_countsInTheQuoteAndExpires() {
        FuturesContract read = (FuturesContract) only(Responses.read(new OkxInstruments(), response(INVERSE)));
        assertThat(read.payoff()).isEqualTo(Payoff.INVERSE);
        assertThat(read.contractSize()).isEqualTo(Amount.of("100"));
        assertThat(read.contractSizeUnit()).isEqualTo(SizeUnit.QUOTE_NOTIONAL);
        assertThat(read.base()).contains("ABC").isEqualTo(read.settle());
        assertThat(read.quote()).contains("USD");
        assertThat(read.type()).isEqualTo(ContractType.FIXED_MATURITY);
        assertThat(read.lastTradingAt()).contains(Instant.parse("2026-12-25T08:00:00Z"));
        assertThat(read.funding()).isEmpty();
        assertRewritten(INVERSE);
    }

    @Test
    void swapThatWillBeDelisted_staysAPerpetual() {
        String swap = LINEAR.replace("\"expTime\":\"\"", "\"expTime\":\"1798185600000\"");
        FuturesContract read = (FuturesContract) only(Responses.read(new OkxInstruments(), response(swap)));
        assertThat(read.type()).isEqualTo(ContractType.PERPETUAL);
        assertThat(read.extensions()).containsEntry("expTime", "\"1798185600000\"");
        assertRewritten(swap);
    }

    @Test
    void absentEmptyAndZero_stayApart() {
        String zero = INVERSE.replace("\"minSz\":\"1\"", "\"minSz\":\"0\"");
        String empty = INVERSE.replace("\"minSz\":\"1\"", "\"minSz\":\"\"");
        String absent = INVERSE.replace("\"minSz\":\"1\",", "");
        List<String> all = List.of(INVERSE, zero, empty, absent);
        assertThat(all)
                .extracting(text -> only(Responses.read(new OkxInstruments(), response(text)))
                        .digest())
                .doesNotHaveDuplicates();
        all.forEach(OkxInstrumentsTest::assertRewritten);
    }

    @Test
    void optionsAndEvents_arePassedBy() {
        VenueReading reading = Responses.read(
                new OkxInstruments(),
                response("{\"instId\":\"ABC-USD-261225-100-C\",\"instType\":\"OPTION\"},"
                        + "{\"instId\":\"ABC-ABOVE-DAILY\",\"instType\":\"EVENTS\"}," + INVERSE));
        assertThat(reading.marketsSeen()).isEqualTo(3);
        assertThat(reading.documents()).hasSize(1);
        String none = "V-KIND-01 WARN response: No kind of document holds an instrument of the type ";
        assertThat(Responses.findings(reading))
                .containsExactly(
                        none + "EVENTS: 1 markets were not read (ABC-ABOVE-DAILY is one)",
                        none + "OPTION: 1 markets were not read (ABC-USD-261225-100-C is one)");
    }

    @Test
    void unknownFieldsAndWords_areKeptAndHashed() {
        String more = INVERSE.replace("\"live\"", "\"asleep\",\"extra\":{\"a\":[1.0]}");
        VenueReading reading = Responses.read(new OkxInstruments(), response(more));
        assertThat(Responses.findings(reading))
                .containsExactlyInAnyOrder(
                        "V-WORD-01 WARN futures-contract/okx/ABC-USD-261225 /state: The model has no meaning for \"asleep\";"
                                + " kept as the venue's own word",
                        "V-UNKNOWN-01 INFO response /extra: Field without a meaning in the model, 1 times; kept as it is, and"
                                + " part of each document's digest");
        assertThat(only(reading).digest())
                .isNotEqualTo(only(Responses.read(new OkxInstruments(), response(INVERSE)))
                        .digest());
        assertRewritten(more);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tickSz":"0.1" | "tickSz":"" | V-MISS-01 ERROR futures-contract/okx/ABC-USD-261225 /tickSz: Required field is absent, so the market was not read
            "expTime":"1798185600000" | "expTime":"" | V-MISS-01 ERROR futures-contract/okx/ABC-USD-261225 /expTime: Required field is absent, so the market was not read
            "inverse" | "quanto" | V-VALUE-01 ERROR futures-contract/okx/ABC-USD-261225 /ctType: A contract is linear or inverse, so the market was not read (value quanto)
            "ctVal":"100" | "ctVal":"x" | V-VALUE-01 ERROR futures-contract/okx/ABC-USD-261225 /ctVal: Amount is not a decimal: "x", so the market was not read (value "x")
            "instId":"ABC-USD-261225" | "instId":"" | V-MISS-01 ERROR response /data/0/instId: Required field is absent, so the market was not read
            """)
    void instrumentThatCannotBeRead_isRefused(String good, String bad, String finding) {
        VenueReading reading = Responses.read(new OkxInstruments(), response(INVERSE.replace(good, bad)));
        assertThat(reading.documents()).isEmpty();
        assertThat(Responses.errors(reading)).contains(finding);
    }

    @Test
    void error_isTheVenues() {
        VenueReading reading = Responses.read(
                new OkxInstruments(), "{\"code\":\"51001\",\"msg\":\"Instrument ID doesn't exist.\",\"data\":[]}");
        assertThat(Responses.findings(reading))
                .containsExactly(
                        "V-VENUE-01 ERROR response /code: The venue answered with an error: 51001: Instrument ID doesn't exist.");
    }

    @Test
    void edits_areWrittenOrRefused() {
        FuturesContract contract = (FuturesContract) only(Responses.read(new OkxInstruments(), response(LINEAR)));
        FuturesContract edited = FuturesContract.builder()
                .from(contract)
                .contractSize(Amount.of("2"))
                .maxLeverage(Leverage.of("50"))
                .build();
        assertThat(only(Responses.read(new OkxInstruments(), OkxWriter.instruments(List.of(edited)))))
                .isEqualTo(edited);
        for (FuturesContract refused : List.of(
                FuturesContract.builder().from(contract).payoff(Payoff.QUANTO).build(),
                FuturesContract.builder().from(contract).settle("USD").build(),
                FuturesContract.builder().from(contract).altName("ABC").build(),
                FuturesContract.builder().from(contract).venueType("OPTION").build(),
                FuturesContract.builder()
                        .from(contract)
                        .status(TradingStatus.CANCEL_ONLY)
                        .build())) {
            assertThatIllegalArgumentException().isThrownBy(() -> OkxWriter.instruments(List.of(refused)));
        }
    }

    private static void assertRewritten(String instrument) {
        MarketDocument document = only(Responses.read(new OkxInstruments(), response(instrument)));
        String written = OkxWriter.instruments(List.of(document));
        assertThat(only(Responses.read(new OkxInstruments(), written))).isEqualTo(document);
        assertThat(Responses.differences(Responses.json(response(instrument)), Responses.json(written)))
                .isEmpty();
    }

    private static String response(String instruments) {
        return "{\"code\":\"0\",\"msg\":\"\",\"data\":[" + instruments + "]}";
    }

    private static MarketDocument only(VenueReading reading) {
        assertThat(Responses.errors(reading)).isEmpty();
        assertThat(reading.documents()).hasSize(1);
        return reading.documents().get(0);
    }
}
