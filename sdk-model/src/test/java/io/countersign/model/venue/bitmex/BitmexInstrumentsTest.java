package io.countersign.model.venue.bitmex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.NotFoundException;
import io.countersign.model.market.ContractType;
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
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixtures have the shape that BitMEX documents for {@code instrument}; their values are made up. */
class BitmexInstrumentsTest {
    private static final String INVERSE = """
            {"symbol":"ABCUSD","rootSymbol":"ABC","state":"Open","typ":"FFWCSX","listing":"2016-05-13T12:00:00.000Z",
            "front":"2016-05-13T12:00:00.000Z","expiry":null,"settle":null,"positionCurrency":"USD","underlying":"ABC",
            "quoteCurrency":"USD","referenceSymbol":".BABC","maxOrderQty":10000000,"maxPrice":1000000,"lotSize":100,
            "tickSize":0.5,"multiplier":-100000000,"settlCurrency":"ABc","underlyingToSettleMultiplier":-100000000,
            "quoteToSettleMultiplier":null,"isQuanto":false,"isInverse":true,"initMargin":0.01,"maintMargin":0.005,
            "riskLimit":20000000000,"riskStep":15000000000,"makerFee":-0.00025,"takerFee":0.0005,"settlementFee":0,
            "fundingInterval":"2000-01-01T08:00:00.000Z","fundingRate":0.0001,"lastPrice":9000.5,"vwap":null,
            "timestamp":"2026-01-01T00:00:00.000Z"}""";

    private static final String LINEAR = """
            {"symbol":"ABCUSDTZ26","state":"Open","typ":"FFCCSX","listing":"2026-06-01T00:00:00.000Z",
            "expiry":"2026-12-25T12:00:00.000Z","settle":"2026-12-25T12:05:00.000Z","settlementFee":0.0005,
            "underlying":"ABC","quoteCurrency":"USDT","settlCurrency":"USDt","lotSize":1000,"tickSize":0.0001,
            "multiplier":100,"underlyingToPositionMultiplier":10000,"underlyingToSettleMultiplier":null,
            "quoteToSettleMultiplier":1000000,"isQuanto":false,"isInverse":false,"initMargin":0.03,"maintMargin":0.015}""";

    private static final String QUANTO = """
            {"symbol":"DEFUSD","state":"Open","typ":"FFWCSX","underlying":"DEF","quoteCurrency":"USD",
            "settlCurrency":"ABc","lotSize":1,"tickSize":0.05,"multiplier":100,"isQuanto":true,"isInverse":false}""";

    private static final String SPOT = """
            {"symbol":"ABC_USDT","state":"Open","typ":"IFXXXP","listing":"2022-05-17T00:00:00.000Z","underlying":"ABC",
            "quoteCurrency":"USDT","settlCurrency":"","positionCurrency":"","lotSize":1000,"maxOrderQty":1000000000,
            "tickSize":0.5,"underlyingToPositionMultiplier":100000000,"isQuanto":false,"isInverse":false,
            "initMargin":0,"riskLimit":null,"makerFee":0.001,"takerFee":0.001,"lastPrice":20000}""";

    private static final String INDEX = """
            {"symbol":".BABC","state":"Unlisted","typ":"MRCXXX","listing":null,"expiry":null,"underlying":"ABC",
            "quoteCurrency":"USD","tickSize":1E-8,"lotSize":null,"multiplier":null,"isQuanto":false,"isInverse":false,
            "publishInterval":"2000-01-01T00:01:00.000Z","makerFee":null,"inverseLeg":"","lastPrice":9000.1,"volume":null}""";

    @Test
    void inversePerpetual_fieldByField() {
        VenueReading reading = read(INVERSE);
        assertThat(Responses.findings(reading)).isEmpty();
        assertThat(reading.documents()).hasSize(2);
        FuturesContract contract = (FuturesContract) reading.documents().get(0);
        assertThat(FuturesContract.builder().from(contract).extensions(Map.of()).build())
                .isEqualTo(FuturesContract.builder()
                        .venue("bitmex")
                        .id("ABCUSD")
                        .type(ContractType.PERPETUAL)
                        .venueType("FFWCSX")
                        .payoff(Payoff.INVERSE)
                        .base("ABC")
                        .quote("USD")
                        .settle("ABc")
                        .index(".BABC")
                        .status(TradingStatus.ONLINE)
                        .openedAt(Instant.parse("2016-05-13T12:00:00Z"))
                        .contractSize(Amount.of("1"))
                        .contractSizeUnit(SizeUnit.QUOTE_NOTIONAL)
                        .funding(FundingConfig.builder()
                                .interval(Duration.ofHours(8))
                                .build())
                        .priceRule(PriceRule.builder()
                                .tickSize(TickSize.of("0.5"))
                                .maxPrice(Price.of("1000000"))
                                .build())
                        .sizeRule(SizeRule.builder()
                                .lotStep(Quantity.of("100"))
                                .maxQuantity(Quantity.of("10000000"))
                                .build())
                        .fees(FeeLadder.builder()
                                .maker(List.of(fee("-0.025")))
                                .addTaker(fee("0.05"))
                                .build())
                        .putMarginSchedules(BitmexInstruments.EVERYBODY, "ABCUSD")
                        .build());
        assertThat(contract.extensions())
                .containsEntry("multiplier", "-100000000")
                .containsEntry("settlementFee", "0")
                .containsEntry("expiry", "null")
                .doesNotContainKeys("lastPrice", "fundingRate", "vwap", "timestamp");
        assertThat(reading.live().get(contract.documentId()))
                .isEqualTo(Map.of(
                        "fundingRate", "0.0001",
                        "lastPrice", "9000.5",
                        "vwap", "null",
                        "timestamp", "\"2026-01-01T00:00:00.000Z\""));
        assertThat(reading.documents().get(1))
                .isEqualTo(MarginSchedule.builder()
                        .venue("bitmex")
                        .id("ABCUSD")
                        .unit(SizeUnit.BASE)
                        .application(MarginApplication.WHOLE_POSITION)
                        .addTiers(MarginTier.builder()
                                .lowerBound(Amount.of("0"))
                                .initialMargin(Rate.of("0.01"))
                                .maintenanceMargin(Rate.of("0.005"))
                                .build())
                        .build());
        assertRewritten(INVERSE);
    }

    @Test
    void linearFuture_expiresAndCountsInTheBase() {
        FuturesContract contract = (FuturesContract) read(LINEAR).documents().get(0);
        assertThat(contract.payoff()).isEqualTo(Payoff.LINEAR);
        assertThat(contract.contractSize()).isEqualTo(Amount.of("0.0001"));
        assertThat(contract.contractSizeUnit()).isEqualTo(SizeUnit.BASE);
        assertThat(contract.type()).isEqualTo(ContractType.FIXED_MATURITY);
        assertThat(contract.lastTradingAt()).contains(Instant.parse("2026-12-25T12:00:00Z"));
        assertThat(contract.expiry())
                .contains(ExpiryConfig.builder()
                        .settlesAt(Instant.parse("2026-12-25T12:05:00Z"))
                        .fee(Rate.of("0.0005"))
                        .build());
        assertThat(contract.funding()).isEmpty();
        assertRewritten(LINEAR);
    }

    @Test
    void quanto_countsInItsMultiplier() {
        FuturesContract contract = (FuturesContract) read(QUANTO).documents().get(0);
        assertThat(contract.payoff()).isEqualTo(Payoff.QUANTO);
        assertThat(contract.contractSize()).isEqualTo(Amount.of("100"));
        assertThat(contract.contractSizeUnit()).isEqualTo(SizeUnit.QUANTO_MULTIPLIER);
        assertThat(contract.marginSchedules()).isEmpty();
        assertRewritten(QUANTO);
    }

    @Test
    void spot_countsInTheBase() {
        SpotMarket market = (SpotMarket) read(SPOT).documents().get(0);
        assertThat(market.base()).isEqualTo("ABC");
        assertThat(market.quote()).isEqualTo("USDT");
        assertThat(market.sizeRule().lotStep()).contains(Quantity.of("0.00001"));
        assertThat(market.sizeRule().maxQuantity()).contains(Quantity.of("10"));
        assertThat(market.fees().orElseThrow().taker()).containsExactly(fee("0.1"));
        assertRewritten(SPOT);
    }

    @Test
    void index_keepsWhatItIs() {
        VenueReading reading = read(INDEX);
        assertThat(Responses.findings(reading)).isEmpty();
        IndexDefinition index = (IndexDefinition) reading.documents().get(0);
        assertThat(index.tradeable()).isFalse();
        assertThat(index.extensions())
                .containsEntry("typ", "\"MRCXXX\"")
                .containsEntry("tickSize", "1E-8")
                .containsEntry("lotSize", "null")
                .doesNotContainKeys("lastPrice", "volume");
        assertRewritten(INDEX);
    }

    @Test
    void optionsAndSpreads_arePassedBy() {
        VenueReading reading = read("{\"symbol\":\"ABC7D\",\"typ\":\"OCECCS\"},"
                + "{\"symbol\":\"ABCM26-ABCU26\",\"typ\":\"FFMCSX\",\"minPrice\":-1000000,\"multiplier\":1,"
                + "\"isInverse\":false,\"isQuanto\":false,\"tickSize\":0.5}");
        assertThat(reading.documents()).isEmpty();
        String none = "V-KIND-01 WARN response: No kind of document holds an instrument of the type ";
        assertThat(Responses.findings(reading))
                .containsExactly(
                        none + "FFMCSX: 1 markets were not read (ABCM26-ABCU26 is one)",
                        none + "OCECCS: 1 markets were not read (ABC7D is one)");
    }

    @Test
    void unknownFieldsAndWords_areKeptAndHashed() {
        String more = LINEAR.replace("\"Open\"", "\"Asleep\",\"extra\":[1.0]");
        VenueReading reading = read(more);
        assertThat(Responses.findings(reading))
                .containsExactlyInAnyOrder(
                        "V-WORD-01 WARN futures-contract/bitmex/ABCUSDTZ26 /state: The model has no meaning for \"Asleep\";"
                                + " kept as the venue's own word",
                        "V-UNKNOWN-01 INFO response /extra: Field without a meaning in the model, 1 times; kept as it is, and"
                                + " part of each document's digest");
        assertThat(reading.documents().get(0).digest())
                .isNotEqualTo(read(LINEAR).documents().get(0).digest());
        assertRewritten(more);
    }

    @Test
    void stateOfTheMoment_isNoPartOfTheDocument() {
        assertThat(read(INVERSE.replace("9000.5", "9001")).documents())
                .isEqualTo(read(INVERSE).documents());
    }

    @ParameterizedTest
    @CsvSource({
        "Closed,HALTED",
        "Suspended,HALTED",
        "Unlisted,HIDDEN",
        "Expired,SETTLING",
        "Settled,DELISTED",
        "Cleared,DELISTED"
    })
    void state_isWrittenAsTheSameWord(String word, TradingStatus status) {
        String instrument = LINEAR.replace("\"Open\"", "\"" + word + "\"");
        assertThat(((FuturesContract) read(instrument).documents().get(0)).status())
                .contains(status);
        assertRewritten(instrument);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "quoteToSettleMultiplier":1000000 | "quoteToSettleMultiplier":null | V-VALUE-01 ERROR futures-contract/bitmex/ABCUSDTZ26 /quoteToSettleMultiplier: The size of a contract needs a multiplier other than zero, so the market was not read
            "multiplier":100, | "multiplier":0, | V-VALUE-01 ERROR futures-contract/bitmex/ABCUSDTZ26 /multiplier: The size of a contract needs a multiplier other than zero, so the market was not read
            "isQuanto":false,"isInverse":false | "isQuanto":true,"isInverse":true | V-VALUE-01 ERROR futures-contract/bitmex/ABCUSDTZ26 /isQuanto: A contract is not both inverse and quanto, so the market was not read (value true)
            "tickSize":0.0001, | `` | V-MISS-01 ERROR futures-contract/bitmex/ABCUSDTZ26 /tickSize: Required field is absent, so the market was not read
            2026-12-25T12:00:00.000Z | tomorrow | V-VALUE-01 ERROR futures-contract/bitmex/ABCUSDTZ26 /expiry: Not an ISO 8601 instant of the years 0000 to 9999, so the market was not read (value tomorrow)
            "typ":"FFCCSX", | `` | V-MISS-01 ERROR response /0/typ: Required field is absent, so the market was not read
            """)
    void instrumentThatCannotBeRead_isRefused(String good, String bad, String finding) {
        VenueReading reading = read(LINEAR.replace(good, bad));
        assertThat(reading.documents()).isEmpty();
        assertThat(Responses.errors(reading)).contains(finding);
    }

    @Test
    void error_isTheVenues() {
        VenueReading reading = Responses.read(
                new BitmexInstruments(), "{\"error\":{\"message\":\"Rate limit exceeded\",\"name\":\"HTTPError\"}}");
        assertThat(Responses.findings(reading))
                .containsExactly("V-VENUE-01 ERROR response /error: The venue answered with an error:"
                        + " {\"message\":\"Rate limit exceeded\",\"name\":\"HTTPError\"}");
    }

    @Test
    void edits_areWrittenOrRefused() {
        List<MarketDocument> documents = read(INVERSE).documents();
        FuturesContract contract = (FuturesContract) documents.get(0);
        MarginSchedule schedule = (MarginSchedule) documents.get(1);
        FuturesContract edited = FuturesContract.builder()
                .from(contract)
                .priceRule(PriceRule.builder().tickSize(TickSize.of("0.1")).build())
                .build();
        assertThat(Responses.read(new BitmexInstruments(), BitmexWriter.write(List.of(edited, schedule), Map.of()))
                        .documents())
                .containsExactly(edited, schedule);
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> BitmexWriter.write(List.of(contract), Map.of()));
        for (FuturesContract refused : List.of(
                FuturesContract.builder()
                        .from(contract)
                        .contractSize(Amount.of("10"))
                        .build(),
                FuturesContract.builder().from(contract).payoff(Payoff.LINEAR).build(),
                FuturesContract.builder().from(contract).altName("ABC").build(),
                FuturesContract.builder().from(contract).venueType("OCECCS").build())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BitmexWriter.write(List.of(refused, schedule), Map.of()));
        }
        MarginTier tier = schedule.tiers().get(0);
        MarginSchedule twoTiers = MarginSchedule.builder()
                .from(schedule)
                .addTiers(MarginTier.builder()
                        .from(tier)
                        .lowerBound(Amount.of("5"))
                        .build())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BitmexWriter.write(List.of(contract, twoTiers), Map.of()));
    }

    private static FeeStep fee(String percent) {
        return FeeStep.builder()
                .threshold(Notional.of("0"))
                .fee(Percent.of(percent))
                .build();
    }

    private static void assertRewritten(String instrument) {
        VenueReading reading = read(instrument);
        assertThat(Responses.errors(reading)).isEmpty();
        String written = BitmexWriter.write(reading.documents(), reading.live());
        assertThat(Responses.read(new BitmexInstruments(), written).documents()).isEqualTo(reading.documents());
        assertThat(Responses.differences(Responses.json("[" + instrument + "]"), Responses.json(written)))
                .isEmpty();
    }

    private static VenueReading read(String instruments) {
        return Responses.read(new BitmexInstruments(), "[" + instruments + "]");
    }
}
