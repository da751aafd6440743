package io.countersign.model.venue.kraken;

import static io.countersign.model.venue.kraken.Readings.errors;
import static io.countersign.model.venue.kraken.Readings.places;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.countersign.model.finding.Severity;
import io.countersign.model.market.ContractType;
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
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.VenueReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenFuturesTest {
    private static final String GOOD = "{\"symbol\":\"GOOD\",\"type\":\"flexible_futures\",\"tickSize\":0.5,"
            + "\"contractSize\":1,\"tradeable\":true}";

    private static final String FULL = """
            {"result": "success", "serverTime": "2026-09-25T17:43:59.000Z", "instruments": [
             {"symbol": "PF_XBTUSD", "type": "flexible_futures", "underlying": "in_x", "tickSize": 1.0,
              "contractSize": 1, "tradeable": true, "impactMidSize": 0.08, "maxPositionSize": 1200.0,
              "openingDate": "2022-03-22T13:15:36.123Z",
              "marginLevels": [
                {"numNonContractUnits": "0E-20", "initialMargin": 0.010, "maintenanceMargin": 0.005},
                {"numNonContractUnits": 1E+6, "initialMargin": 0.02, "maintenanceMargin": 0.01, "odd": [1.0]}],
              "retailMarginLevels": [
                {"contracts": 0, "initialMargin": 0.5, "maintenanceMargin": 0.25}],
              "fundingRateCoefficient": 8, "maxRelativeFundingRate": 0.0050, "isin": "GB00BQ84JX13",
              "contractValueTradePrecision": 4, "postOnly": false, "feeScheduleUid": "723888f7", "mtf": true,
              "base": "BTC", "quote": "USD", "pair": "BTC:USD", "category": "Layer 1", "tradfi": false,
              "isExpired": false, "makerProtectionMillis": 20, "brandNew": {"a": 1.50}},
             {"symbol": "FI_XBTUSD_261225", "type": "futures_inverse", "lastTradingTime": "2026-12-25T16:00:00Z",
              "tickSize": 0.5, "contractSize": 1, "tradeable": false, "maxPositionSize": 40000000,
              "contractValueTradePrecision": -1, "marginLevels": []},
             {"symbol": "in_x", "type": "spot index", "tradeable": false, "category": ""}]}
            """;

    @Test
    void read_everyField_isInTheDocuments() {
        VenueReading reading = read(FULL);
        FuturesContract perpetual = FuturesContract.builder()
                .venue("kraken")
                .id("PF_XBTUSD")
                .type(ContractType.PERPETUAL)
                .payoff(Payoff.LINEAR)
                .venueType("flexible_futures")
                .base("BTC")
                .quote("USD")
                .index("in_x")
                .contractSize(Amount.of("1"))
                .contractSizeUnit(SizeUnit.BASE)
                .priceRule(PriceRule.builder().tickSize(TickSize.of("1")).build())
                .sizeRule(SizeRule.builder().lotStep(Quantity.of("0.0001")).build())
                .maxPosition(Amount.of("1200"))
                .maxPositionUnit(SizeUnit.BASE)
                .putMarginSchedules("professional", "PF_XBTUSD:professional")
                .putMarginSchedules("retail", "PF_XBTUSD:retail")
                .feeScheduleRef("723888f7")
                .funding(FundingConfig.builder()
                        .coefficient(Amount.of("8"))
                        .maxAbsRate(Rate.of("0.005"))
                        .build())
                .openedAt(Instant.parse("2022-03-22T13:15:36.123Z"))
                .impactMidSize(Amount.of("0.08"))
                .tradeable(true)
                .postOnly(false)
                .isin("GB00BQ84JX13")
                .mtf(true)
                .tradfi(false)
                .putExtensions("brandNew", "{\"a\":1.50}")
                .putExtensions("category", "\"Layer 1\"")
                .putExtensions("isExpired", "false")
                .makerProtection(Duration.ofMillis(20))
                .putExtensions("pair", "\"BTC:USD\"")
                .build();
        MarginSchedule professional = MarginSchedule.builder()
                .venue("kraken")
                .id("PF_XBTUSD:professional")
                .unit(SizeUnit.QUOTE_NOTIONAL)
                .application(MarginApplication.MARGINAL)
                .addTiers(MarginTier.of("0", "0.01", "0.005"))
                .addTiers(MarginTier.builder()
                        .from(MarginTier.of("1000000", "0.02", "0.01"))
                        .putExtensions("odd", "[1.0]")
                        .build())
                .build();
        MarginSchedule retail = MarginSchedule.builder()
                .venue("kraken")
                .id("PF_XBTUSD:retail")
                .unit(SizeUnit.CONTRACTS)
                .application(MarginApplication.MARGINAL)
                .addTiers(MarginTier.of("0", "0.5", "0.25"))
                .build();
        FuturesContract dated = FuturesContract.builder()
                .venue("kraken")
                .id("FI_XBTUSD_261225")
                .type(ContractType.FIXED_MATURITY)
                .payoff(Payoff.INVERSE)
                .venueType("futures_inverse")
                .contractSize(Amount.of("1"))
                .contractSizeUnit(SizeUnit.QUOTE_NOTIONAL)
                .priceRule(PriceRule.builder().tickSize(TickSize.of("0.5")).build())
                .sizeRule(SizeRule.builder().lotStep(Quantity.of("10")).build())
                .maxPosition(Amount.of("40000000"))
                .maxPositionUnit(SizeUnit.CONTRACTS)
                .lastTradingAt(Instant.parse("2026-12-25T16:00:00Z"))
                .tradeable(false)
                .putExtensions("marginLevels", "[]")
                .build();
        IndexDefinition index = IndexDefinition.builder()
                .venue("kraken")
                .id("in_x")
                .tradeable(false)
                .putExtensions("category", "\"\"")
                .build();
        assertThat(reading.documents()).containsExactly(perpetual, professional, retail, dated, index);
        assertThat(reading.marketsSeen()).isEqualTo(3);
        assertThat(reading.marketsRead()).isEqualTo(3);
        assertThat(places(reading)).containsExactly("V-UNKNOWN-01 response /brandNew", "V-UNKNOWN-01 response /odd");
        assertThat(reading.report().hasErrors()).isFalse();
    }

    @Test
    void write_whatWasRead_readsBackEqual() {
        VenueReading reading = read(FULL);
        String written = KrakenFuturesWriter.write(reading.documents());
        assertThat(read(written).documents()).isEqualTo(reading.documents());
        assertThat(written).contains("\"brandNew\":{\"a\":1.50}", "\"odd\":[1.0]", "\"marginLevels\":[]");
    }

    @Test
    void read_dateOfALinearContract_makesItDatedWhateverItsType() {
        FuturesContract dated = contract(GOOD.replace("{", "{\"lastTradingTime\":\"2026-12-25T08:00:00Z\","));
        assertThat(dated.type()).isEqualTo(ContractType.FIXED_MATURITY);
        assertThat(dated.payoff()).isEqualTo(Payoff.LINEAR);
        assertThat(contract(GOOD).type()).isEqualTo(ContractType.PERPETUAL);
        assertThat(contract(GOOD.replace("{", "{\"lastTradingTime\":null,")).type())
                .isEqualTo(ContractType.PERPETUAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "underlying", "base", "quote", "contractValueTradePrecision", "maxPositionSize", "feeScheduleUid",
                "fundingRateCoefficient", "maxRelativeFundingRate", "lastTradingTime", "openingDate", "impactMidSize",
                        "postOnly",
                "isin", "mtf", "tradfi", "marginLevels", "retailMarginLevels", "unheard_of"
            })
    void read_fieldThatIsNull_isKeptAndWrittenAgain(String field) {
        VenueReading reading = read(instruments(GOOD.replace("{", "{\"" + field + "\":null,")));
        assertThat(reading.report().hasErrors()).isFalse();
        FuturesContract contract = (FuturesContract) reading.documents().get(0);
        assertThat(contract.extensions()).containsEntry(field, "null");
        assertThat(contract).isNotEqualTo(contract(GOOD));
        String written = KrakenFuturesWriter.write(reading.documents());
        assertThat(written).contains("\"" + field + "\":null");
        assertThat(read(written).documents()).isEqualTo(reading.documents());
    }

    @Test
    void read_marginLevelsEmptyNullAndAbsent_stayThreeThings() {
        FuturesContract empty = contract(GOOD.replace("{", "{\"marginLevels\":[],"));
        FuturesContract isNull = contract(GOOD.replace("{", "{\"marginLevels\":null,"));
        FuturesContract absent = contract(GOOD);
        assertThat(List.of(empty.digest(), isNull.digest(), absent.digest())).doesNotHaveDuplicates();
        assertThat(empty.marginSchedules()).isEmpty();
    }

    @Test
    void read_levelWithBothUnitsOneOfThemNull_countsInTheOther() {
        String level = "{\"contracts\":null,\"numNonContractUnits\":5,\"initialMargin\":1,\"maintenanceMargin\":1}";
        VenueReading reading = read(instruments(GOOD.replace("{", "{\"marginLevels\":[" + level + "],")));
        MarginSchedule schedule = (MarginSchedule) reading.documents().get(1);
        assertThat(schedule.unit()).isEqualTo(SizeUnit.QUOTE_NOTIONAL);
        assertThat(schedule.tiers().get(0).extensions()).containsEntry("contracts", "null");
        assertThat(read(KrakenFuturesWriter.write(reading.documents())).documents())
                .isEqualTo(reading.documents());
    }

    @Test
    void read_tiersOutOfOrder_staySo() {
        String level = "{\"contracts\":%s,\"initialMargin\":0.1,\"maintenanceMargin\":0.05}";
        VenueReading reading = read(instruments(GOOD.replace(
                "{",
                "{\"marginLevels\":[" + String.format(level, "5") + "," + String.format(level, "0") + ","
                        + String.format(level, "5") + "],")));
        assertThat(((MarginSchedule) reading.documents().get(1)).tiers())
                .extracting(tier -> tier.lowerBound().toString())
                .containsExactly("5", "0", "5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\":\"options\" | /type | Unknown instrument type",
                "\"type\":\"FLEXIBLE_FUTURES\" | /type | Unknown instrument type",
                "\"tickSize\":-0.5 | /tickSize | Tick size must be positive: -0.5",
                "\"tickSize\":0 | /tickSize | Tick size must be positive: 0",
                "\"tickSize\":\"x\" | /tickSize | Tick size is not a decimal",
                "\"tickSize\":100e2147483647 | /tickSize | Tick size does not fit",
                "\"contractSize\":-1 | /contractSize | Amount must not be negative: -1",
                "\"contractSize\":[] | /contractSize | A list stands where a number is expected",
                "\"tradeable\":\"true\" | /tradeable | A string stands where a truth value is expected",
                "\"tradeable\":1 | /tradeable | A number stands where a truth value is expected",
                "\"postOnly\":0 | /postOnly | A number stands where a truth value is expected",
                "\"mtf\":\"no\" | /mtf | A string stands where a truth value is expected",
                "\"isin\":5 | /isin | A number stands where text is expected",
                "\"contractValueTradePrecision\":19 | /contractValueTradePrecision | More decimals",
                "\"contractValueTradePrecision\":-19 | /contractValueTradePrecision | More decimals",
                "\"contractValueTradePrecision\":2147483647 | /contractValueTradePrecision | More decimals",
                "\"contractValueTradePrecision\":-2147483648 | /contractValueTradePrecision | More decimals",
                "\"contractValueTradePrecision\":1.5 | /contractValueTradePrecision | Not a whole number",
                "\"maxPositionSize\":\"many\" | /maxPositionSize | Amount is not a decimal",
                "\"lastTradingTime\":\"tomorrow\" | /lastTradingTime | Not an ISO 8601 instant",
                "\"lastTradingTime\":1795338840 | /lastTradingTime | A number stands where text is expected",
                "\"lastTradingTime\":\"+12000-01-01T00:00:00Z\" | /lastTradingTime | Not an ISO 8601 instant of the years",
                "\"openingDate\":\"2022-03-22T13:15:36.1234567Z\" | /openingDate | An instant must not be finer",
                "\"fundingRateCoefficient\":-8,\"maxRelativeFundingRate\":1 | /fundingRateCoefficient | Amount must not be",
                "\"fundingRateCoefficient\":8,\"maxRelativeFundingRate\":\"x\" | /maxRelativeFundingRate | Rate is not",
                "\"marginLevels\":{} | /marginLevels | A object stands where a list is expected",
                "\"marginLevels\":[5] | /marginLevels/0 | An object is expected",
                "\"marginLevels\":[null] | /marginLevels/0 | An object is expected",
                "\"marginLevels\":[{\"contracts\":-1,\"initialMargin\":1,\"maintenanceMargin\":1}] | /marginLevels/0/contracts | Amount",
                "\"marginLevels\":[{\"contracts\":1,\"numNonContractUnits\":1,\"initialMargin\":1,\"maintenanceMargin\":1}] | /marginLevels/0/numNonContractUnits | A level counts either",
                "\"retailMarginLevels\":[{\"contracts\":0,\"initialMargin\":1,\"maintenanceMargin\":1},{\"numNonContractUnits\":5,\"initialMargin\":1,\"maintenanceMargin\":1}] | /retailMarginLevels | Levels in contracts and levels in notional"
            })
    void read_valueOfTheWrongKind_isOneFindingAndTheOthersSurvive(String field, String path, String message) {
        String name = field.substring(0, field.indexOf(':') + 1);
        String defaults = GOOD.replace("GOOD", "BAD").substring(1, GOOD.length() - 2);
        String bad = Arrays.stream(defaults.split(",", -1))
                .filter(pair -> !pair.startsWith(name))
                .reduce(field, (left, right) -> left + "," + right);
        VenueReading reading = read(instruments("{" + bad + "}," + GOOD));
        assertThat(reading.documents()).extracting(MarketDocument::id).containsExactly("GOOD");
        assertThat(reading.marketsSeen()).isEqualTo(2);
        assertThat(reading.marketsRead()).isEqualTo(1);
        assertThat(places(reading)).containsExactly("V-VALUE-01 futures-contract/kraken/BAD " + path);
        assertThat(reading.report().findings().get(0).message()).startsWith(message);
        assertThat(reading.report().findings().get(0).severity()).isEqualTo(Severity.ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "symbol, V-MISS-01 response /instruments/0/symbol",
        "type, V-MISS-01 response /instruments/0/type",
        "tickSize, V-MISS-01 futures-contract/kraken/GOOD /tickSize",
        "contractSize, V-MISS-01 futures-contract/kraken/GOOD /contractSize",
        "tradeable, V-MISS-01 futures-contract/kraken/GOOD /tradeable"
    })
    void read_requiredFieldMissingOrNull_isOneFinding(String field, String place) {
        String without = GOOD.replace("\"" + field + "\"", "\"was_" + field + "\"");
        String isNull = GOOD.replaceAll("\"" + field + "\":[^,}]*", "\"" + field + "\":null");
        for (String instrument : List.of(without, isNull)) {
            assertThat(errors(read(instruments(instrument)))).containsExactly(place);
        }
    }

    @Test
    void read_levelThatLacksFields_isAFindingEach() {
        VenueReading reading = read(instruments(GOOD.replace("{", "{\"marginLevels\":[{},{\"contracts\":1}],")));
        assertThat(errors(reading))
                .containsExactly(
                        "V-MISS-01 futures-contract/kraken/GOOD /marginLevels/0/initialMargin",
                        "V-MISS-01 futures-contract/kraken/GOOD /marginLevels/0/maintenanceMargin",
                        "V-MISS-01 futures-contract/kraken/GOOD /marginLevels/0/numNonContractUnits",
                        "V-MISS-01 futures-contract/kraken/GOOD /marginLevels/1/initialMargin",
                        "V-MISS-01 futures-contract/kraken/GOOD /marginLevels/1/maintenanceMargin");
        assertThat(reading.documents()).isEmpty();
    }

    @Test
    void read_symbolTwice_keepsTheFirst() {
        VenueReading reading = read(instruments(GOOD + "," + GOOD.replace("0.5", "0.7")));
        assertThat(((FuturesContract) reading.documents().get(0)).priceRule().tickSize())
                .hasToString("0.5");
        assertThat(places(reading)).containsExactly("V-DUP-01 response /instruments/1/symbol");
    }

    @Test
    void read_fieldTwice_keepsTheFirstAndSaysWhere() {
        VenueReading reading = read(instruments(GOOD.replace("{", "{\"tickSize\":0.7,")));
        assertThat(((FuturesContract) reading.documents().get(0)).priceRule().tickSize())
                .hasToString("0.7");
        assertThat(places(reading)).containsExactly("V-DUP-01 response /instruments/0/tickSize");
    }

    @Test
    void read_symbolThatIsNoIdentity_isOneFinding() {
        for (String symbol : List.of("", " ", "a\\n")) {
            VenueReading reading = read(instruments(GOOD.replace("GOOD", symbol) + "," + GOOD));
            assertThat(reading.documents()).hasSize(1);
            assertThat(errors(reading)).hasSize(1);
            assertThat(reading.report().findings().get(0).message()).startsWith("Document id must not be blank");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"result\":\"error\",\"instruments\":[]} | V-VENUE-01 response /result",
                "{\"result\":\"error\"} | V-VENUE-01 response /result",
                "{\"result\":\"error\",\"error\":\"apiLimitExceeded\"} | V-VENUE-01 response /error",
                "{\"result\":null,\"instruments\":[]} | V-VENUE-01 response /result",
                "{\"result\":\"success\"} | V-SHAPE-01 response /instruments",
                "{\"instruments\":{}} | ''",
                "{\"instruments\":[]} | ''",
                "{\"instruments\":null} | V-SHAPE-01 response /instruments",
                "{\"instruments\":[null]} | V-SHAPE-01 response /instruments/0",
                "{\"instruments\":[[]]} | V-SHAPE-01 response /instruments/0",
                "'' | V-SHAPE-01 response",
                "[] | V-SHAPE-01 response",
                "{\"instruments\":[ | V-JSON-01 response",
                "nonsense | V-JSON-01 response"
            })
    void read_responseOfAnotherShape_isOneFinding(String response, String place) {
        VenueReading reading = read(response);
        assertThat(reading.documents()).isEmpty();
        assertThat(String.join(",", places(reading))).isEqualTo(place);
    }

    @Test
    void read_venueErrorWithAName_isOneFindingWithTheName() {
        VenueReading reading = read("{\"result\":\"error\",\"error\":\"apiLimitExceeded\",\"serverTime\":\"x\"}");
        assertThat(reading.report().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("The venue answered with an error: \"apiLimitExceeded\""));
    }

    @Test
    void read_truncatedAtEveryByte_keepsWhatWasComplete() {
        byte[] response = instruments(GOOD + "," + GOOD.replace("GOOD", "NEXT")).getBytes(UTF_8);
        int secondEnds = response.length - 2;
        int firstEnds = secondEnds - GOOD.length() - 1;
        for (int length = 1; length < response.length; length++) {
            VenueReading reading = Readings.read(new KrakenFutures(), Arrays.copyOf(response, length));
            assertThat(places(reading)).as("%d bytes", length).containsExactly("V-JSON-01 response");
            assertThat(reading.documents())
                    .as("%d bytes", length)
                    .hasSize(length < firstEnds ? 0 : length < secondEnds ? 1 : 2);
        }
    }

    @Test
    void read_hugeOrDeepValues_areOneFindingInNoTime() {
        String digits = "9".repeat(5_000_000);
        for (String huge : List.of(digits, "\"" + digits + "\"", "[".repeat(1_000_000))) {
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                VenueReading reading = read(instruments(GOOD + "," + GOOD.replace("0.5", huge)));
                assertThat(reading.documents()).hasSize(1);
                assertThat(errors(reading)).containsExactly("V-JSON-01 response");
            });
        }
    }

    private static String instruments(String instruments) {
        return "{\"result\":\"success\",\"instruments\":[" + instruments + "]}";
    }

    private static VenueReading read(String response) {
        return Readings.read(new KrakenFutures(), response);
    }

    private static FuturesContract contract(String instrument) {
        VenueReading reading = read(instruments(instrument));
        assertThat(reading.documents()).hasSize(1);
        return (FuturesContract) reading.documents().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"fundingRateCoefficient\":8", "\"maxRelativeFundingRate\":0.005"})
    void read_fundingOfWhichOneTermIsPublished_isFunding(String term) {
        VenueReading reading = Readings.read(
                new KrakenFutures(),
                ("{\"result\":\"success\",\"instruments\":[" + GOOD.replace("}", "," + term + "}") + "]}")
                        .getBytes(StandardCharsets.UTF_8));
        FuturesContract contract = (FuturesContract) reading.documents().get(0);
        assertThat(contract.funding())
                .hasValueSatisfying(funding -> assertThat(funding.coefficient().isPresent()
                                != funding.maxAbsRate().isPresent())
                        .isTrue());
        assertThat(contract.extensions()).isEmpty();
    }
}
