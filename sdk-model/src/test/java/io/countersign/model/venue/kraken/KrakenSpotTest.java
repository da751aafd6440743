package io.countersign.model.venue.kraken;

import static io.countersign.model.venue.kraken.Readings.errors;
import static io.countersign.model.venue.kraken.Readings.places;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.VenueReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenSpotTest {
    private static final String GOOD = "\"GOOD\":{\"base\":\"G\",\"quote\":\"ZUSD\",\"tick_size\":\"0.1\"}";

    private static final String FULL = """
            {"error": [], "result": {"XXBTZUSD": {
              "altname": "XBTUSD", "wsname": "XBT\\/USD", "aclass_base": "currency", "base": "XXBT",
              "aclass_quote": "currency", "quote": "ZUSD", "lot": "unit", "cost_decimals": 5, "pair_decimals": 1,
              "lot_decimals": 8, "lot_multiplier": 1, "leverage_buy": [2, 3, 10], "leverage_sell": [2, 3],
              "fees": [[0, 0.40], [10000, 0.35]], "fees_maker": [[0, 0.25], [10000, -0.010]],
              "fee_volume_currency": "ZUSD", "margin_call": 80, "margin_stop": 40, "ordermin": "0.00005",
              "costmin": "0.5", "tick_size": "0.10", "status": "online", "execution_venue": "international",
              "long_position_limit": 350, "short_position_limit": 0,
              "new_field": {"a": [1.50, "\\u00e9", null, 1E-20]}}}}
            """;

    @Test
    void read_everyField_isInTheDocument() {
        VenueReading reading = read(FULL);
        assertThat(reading.documents())
                .containsExactly(SpotMarket.builder()
                        .venue("kraken")
                        .id("XXBTZUSD")
                        .altName("XBTUSD")
                        .wsName("XBT/USD")
                        .base("XXBT")
                        .quote("ZUSD")
                        .executionVenue("international")
                        .status(TradingStatus.ONLINE)
                        .priceRule(PriceRule.builder()
                                .tickSize(TickSize.of("0.1"))
                                .pricePrecision(1)
                                .build())
                        .sizeRule(SizeRule.builder()
                                .lotStep(Quantity.of("0.00000001"))
                                .lotMultiplier(1)
                                .minQuantity(Quantity.of("0.00005"))
                                .build())
                        .notionalRule(NotionalRule.builder()
                                .costDecimals(5)
                                .minNotional(Notional.of("0.5"))
                                .build())
                        .fees(FeeLadder.builder()
                                .addTaker(FeeStep.of("0", "0.4"), FeeStep.of("10000", "0.35"))
                                .maker(List.of(FeeStep.of("0", "0.25"), FeeStep.of("10000", "-0.01")))
                                .volumeCurrency("ZUSD")
                                .build())
                        .margin(SpotMarginConfig.builder()
                                .addLeverageBuy(2, 3, 10)
                                .addLeverageSell(2, 3)
                                .marginCallLevel(Percent.of("80"))
                                .marginStopLevel(Percent.of("40"))
                                .longPositionLimit(Quantity.of("350"))
                                .shortPositionLimit(Quantity.of("0"))
                                .build())
                        .putExtensions("aclass_base", "\"currency\"")
                        .putExtensions("aclass_quote", "\"currency\"")
                        .putExtensions("lot", "\"unit\"")
                        .putExtensions("new_field", "{\"a\":[1.50,\"\u00e9\",null,1E-20]}")
                        .build());
        assertThat(reading.marketsSeen()).isEqualTo(1);
        assertThat(reading.marketsRead()).isEqualTo(1);
        assertThat(places(reading)).containsExactly("V-UNKNOWN-01 response /new_field");
        assertThat(reading.report().findings().get(0).severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void read_unknownField_isPartOfTheDigestAndWrittenAgain() {
        SpotMarket market = only(FULL);
        SpotMarket other = only(FULL.replace("1.50", "1.5"));
        assertThat(other.digest()).isNotEqualTo(market.digest());
        assertThat(KrakenSpotWriter.write(List.of(market)))
                .contains("\"new_field\":{\"a\":[1.50,\"\u00e9\",null,1E-20]}");
    }

    @Test
    void write_whatWasRead_readsBackEqual() {
        SpotMarket market = only(FULL);
        assertThat(only(KrakenSpotWriter.write(List.of(market)))).isEqualTo(market);
    }

    @Test
    void read_smallestPair_leavesTheRestAbsent() {
        SpotMarket market = only(pairs(GOOD));
        assertThat(market)
                .isEqualTo(SpotMarket.builder()
                        .venue("kraken")
                        .id("GOOD")
                        .base("G")
                        .quote("ZUSD")
                        .priceRule(
                                PriceRule.builder().tickSize(TickSize.of("0.1")).build())
                        .sizeRule(SizeRule.builder().build())
                        .notionalRule(NotionalRule.builder().build())
                        .build());
        assertThat(only(KrakenSpotWriter.write(List.of(market)))).isEqualTo(market);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "altname", "wsname", "execution_venue", "status", "pair_decimals", "lot_decimals", "lot_multiplier",
                        "ordermin",
                "cost_decimals", "costmin", "fees", "leverage_buy", "leverage_sell", "fees_maker", "margin_call",
                        "unheard_of"
            })
    void read_fieldThatIsNull_isKeptAndWrittenAgain(String field) {
        String json = pairs(GOOD.replace("{", "{\"" + field + "\":null,"));
        SpotMarket market = only(json);
        assertThat(market.extensions()).containsExactly(Map.entry(field, "null"));
        assertThat(market).isNotEqualTo(only(pairs(GOOD)));
        String written = KrakenSpotWriter.write(List.of(market));
        assertThat(written).contains("\"" + field + "\":null");
        assertThat(only(written)).isEqualTo(market);
        assertThat(errors(read(json))).isEmpty();
    }

    @Test
    void write_fieldKeptAsNullAndSetSince_writesTheDocumentsOwn() {
        SpotMarket market = SpotMarket.builder()
                .from(only(pairs(GOOD.replace("{", "{\"altname\":null,"))))
                .altName("A")
                .extensions(Map.of())
                .build();
        String written = KrakenSpotWriter.write(List.of(market));
        assertThat(only(written).altName()).contains("A");
    }

    @Test
    void read_listsEmptyAndAbsent_stayApart() {
        SpotMarket empty = only(
                pairs(
                        GOOD.replace(
                                "{",
                                "{\"fees\":[],\"fees_maker\":[],\"leverage_buy\":[],\"leverage_sell\":[],\"fee_volume_currency\":\"ZUSD\",")));
        assertThat(empty.fees())
                .contains(FeeLadder.builder()
                        .maker(List.of())
                        .volumeCurrency("ZUSD")
                        .build());
        assertThat(empty.margin()).contains(SpotMarginConfig.builder().build());
        SpotMarket noMaker = only(pairs(GOOD.replace("{", "{\"fees\":[],")));
        assertThat(noMaker.fees()).contains(FeeLadder.builder().build());
        assertThat(only(pairs(GOOD)).fees()).isEmpty();
        assertThat(only(pairs(GOOD)).margin()).isEmpty();
        for (SpotMarket market : List.of(empty, noMaker)) {
            assertThat(only(KrakenSpotWriter.write(List.of(market)))).isEqualTo(market);
        }
    }

    @Test
    void read_positionLimitsZeroAndAbsent_stayApart() {
        String margin = "{\"leverage_buy\":[2],\"leverage_sell\":[2],";
        SpotMarket zero = only(pairs(GOOD.replace("{", margin + "\"long_position_limit\":0,")));
        SpotMarket absent = only(pairs(GOOD.replace("{", margin)));
        assertThat(zero.margin().orElseThrow().longPositionLimit()).contains(Quantity.of("0"));
        assertThat(absent.margin().orElseThrow().longPositionLimit()).isEmpty();
    }

    @Test
    void read_onlyOneSideOfMargin_isKeptButNotUnderstood() {
        SpotMarket market = only(pairs(GOOD.replace("{", "{\"leverage_buy\":[2],\"margin_call\":80,")));
        assertThat(market.margin()).isEmpty();
        assertThat(market.extensions()).containsEntry("leverage_buy", "[2]").containsEntry("margin_call", "80");
        assertThat(only(KrakenSpotWriter.write(List.of(market)))).isEqualTo(market);
    }

    @Test
    void read_noTickSize_isDerivedWithOneFindingForAll() {
        String older = pairs(
                "\"A\":{\"base\":\"a\",\"quote\":\"b\",\"pair_decimals\":3},\"B\":{\"base\":\"a\",\"quote\":\"b\","
                        + "\"pair_decimals\":0}," + GOOD);
        VenueReading reading = read(older);
        assertThat(reading.documents())
                .extracting(document -> ((SpotMarket) document).priceRule())
                .containsExactly(
                        PriceRule.builder()
                                .tickSize(TickSize.of("0.001"))
                                .tickDerived(true)
                                .pricePrecision(3)
                                .build(),
                        PriceRule.builder()
                                .tickSize(TickSize.of("1"))
                                .tickDerived(true)
                                .pricePrecision(0)
                                .build(),
                        PriceRule.builder().tickSize(TickSize.of("0.1")).build());
        assertThat(places(reading)).containsExactly("V-TICK-01 response");
        assertThat(reading.report().findings().get(0).evidence()).containsEntry("markets", "2");
        assertThat(KrakenSpotWriter.write(markets(reading)).split("tick_size", -1))
                .hasSize(2);
        assertThat(read(KrakenSpotWriter.write(markets(reading))).documents()).isEqualTo(reading.documents());
    }

    @ParameterizedTest
    @CsvSource({
        "0.10, 0.1",
        "12345678901234567890.123456789012345678, 12345678901234567890.123456789012345678",
        "1E-18, 0.000000000000000001",
        "0.0000000000010000000000000000000, 0.000000000001",
        "1e3, 1000"
    })
    void read_decimalInAnySpelling_survivesAsTextAndAsNumber(String spelling, String tick) {
        for (String value : List.of("\"" + spelling + "\"", spelling)) {
            SpotMarket market = only(pairs(GOOD.replace("\"0.1\"", value)));
            assertThat(market.priceRule().tickSize()).hasToString(tick);
            assertThat(only(KrakenSpotWriter.write(List.of(market)))).isEqualTo(market);
        }
    }

    @Test
    void read_zeroInAnySpelling_isZero() {
        SpotMarket market = only(pairs(GOOD.replace("{", "{\"ordermin\":\"0E-20\",\"costmin\":0.000,")));
        assertThat(market.sizeRule().minQuantity()).contains(Quantity.of("0"));
        assertThat(market.notionalRule().minNotional()).contains(Notional.of("0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tick_size\":\"-0.1\" | /tick_size | Tick size must be positive: -0.1",
                "\"tick_size\":-1e-3 | /tick_size | Tick size must be positive: -0.001",
                "\"tick_size\":\"0\" | /tick_size | Tick size must be positive: 0",
                "\"tick_size\":\"0E-20\" | /tick_size | Tick size must be positive: 0",
                "\"tick_size\":\"0.1234567890123456789\" | /tick_size | Tick size does not fit",
                "\"tick_size\":123456789012345678901 | /tick_size | Tick size does not fit",
                "\"tick_size\":1e999999999 | /tick_size | Tick size does not fit",
                "\"tick_size\":100e2147483647 | /tick_size | Tick size does not fit",
                "\"tick_size\":1e-999999999 | /tick_size | Tick size does not fit",
                "\"tick_size\":1e99999999999999 | /tick_size | Tick size is not a decimal",
                "\"tick_size\":\"ten\" | /tick_size | Tick size is not a decimal: \"ten\"",
                "\"tick_size\":\"\" | /tick_size | Tick size is not a decimal: \"\"",
                "\"tick_size\":[] | /tick_size | A list stands where a number is expected",
                "\"tick_size\":{} | /tick_size | A object stands where a number is expected",
                "\"tick_size\":true | /tick_size | A boolean stands where a number is expected",
                "\"base\":5 | /base | A number stands where text is expected",
                "\"base\":[\"X\"] | /base | A list stands where text is expected",
                "\"quote\":\"\\ud800\" | /quote | Text must not hold half of a character pair",
                "\"altname\":false | /altname | A boolean stands where text is expected",
                "\"status\":1 | /status | A number stands where text is expected",
                "\"pair_decimals\":-1 | /pair_decimals | A number of decimals must be from 0 to 18",
                "\"pair_decimals\":19 | /pair_decimals | A number of decimals must be from 0 to 18",
                "\"pair_decimals\":1.5 | /pair_decimals | Not a whole number",
                "\"pair_decimals\":99999999999 | /pair_decimals | Not a whole number",
                "\"lot_decimals\":-2147483648 | /lot_decimals | A number of decimals must be from 0 to 18",
                "\"cost_decimals\":\"five\" | /cost_decimals | Not a whole number",
                "\"lot_multiplier\":0.5 | /lot_multiplier | Not a whole number",
                "\"ordermin\":\"-1\" | /ordermin | Quantity must not be negative: -1",
                "\"costmin\":{} | /costmin | A object stands where a number is expected",
                "\"fees\":5 | /fees | A number stands where a list is expected",
                "\"fees\":[5] | /fees/0 | A list of two numbers is expected",
                "\"fees\":[[0,0.1],[1]] | /fees/1 | A list of two numbers is expected",
                "\"fees\":[[0,0.1,2]] | /fees/0 | A list of two numbers is expected",
                "\"fees\":[[0,null]] | /fees/0/1 | A null stands where a number is expected",
                "\"fees\":[[\"x\",1]] | /fees/0/0 | Notional is not a decimal: \"x\"",
                "\"fees\":[],\"fees_maker\":{} | /fees_maker | A object stands where a list is expected",
                "\"leverage_buy\":[2,null],\"leverage_sell\":[] | /leverage_buy/1 | A null stands where a number is expected",
                "\"leverage_buy\":[],\"leverage_sell\":[2.5] | /leverage_sell/0 | Not a whole number",
                "\"leverage_buy\":[],\"leverage_sell\":[],\"margin_call\":\"all\" | /margin_call | Percent is not a decimal",
                "\"leverage_buy\":[],\"leverage_sell\":[],\"long_position_limit\":-1 | /long_position_limit | Quantity must not be negative"
            })
    void read_valueOfTheWrongKind_isOneFindingAndTheOthersSurvive(String field, String path, String message) {
        String name = field.substring(0, field.indexOf(':') + 1);
        String defaults = "\"base\":\"B\",\"quote\":\"ZUSD\",\"tick_size\":\"0.1\"";
        String bad = Arrays.stream(defaults.split(",", -1))
                .filter(pair -> !pair.startsWith(name))
                .reduce(field, (left, right) -> left + "," + right);
        VenueReading reading = read(pairs("\"BAD\":{" + bad + "}," + GOOD));
        assertThat(reading.documents()).extracting(MarketDocument::id).containsExactly("GOOD");
        assertThat(reading.marketsSeen()).isEqualTo(2);
        assertThat(reading.marketsRead()).isEqualTo(1);
        assertThat(places(reading)).containsExactly("V-VALUE-01 spot-market/kraken/BAD " + path);
        Finding finding = reading.report().findings().get(0);
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.message()).startsWith(message).contains("so the market was not read");
    }

    @ParameterizedTest
    @CsvSource({"base", "quote", "tick_size"})
    void read_requiredFieldMissingOrNull_isOneFinding(String field) {
        String without = pairs(GOOD.replace("\"" + field + "\"", "\"was_" + field + "\""));
        String empty = pairs(GOOD.replaceAll("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":null"));
        for (String response : List.of(without, empty)) {
            VenueReading reading = read(response);
            assertThat(reading.documents()).isEmpty();
            assertThat(errors(reading)).containsExactly("V-MISS-01 spot-market/kraken/GOOD /" + field);
        }
    }

    @Test
    void read_severalProblemsOfOneMarket_areAFindingEach() {
        VenueReading reading = read(pairs("\"BAD\":{\"base\":1,\"tick_size\":\"-1\",\"ordermin\":[],\"fees\":[1,2]}"));
        assertThat(errors(reading))
                .containsExactly(
                        "V-VALUE-01 spot-market/kraken/BAD /base",
                        "V-VALUE-01 spot-market/kraken/BAD /fees/0",
                        "V-VALUE-01 spot-market/kraken/BAD /fees/1",
                        "V-VALUE-01 spot-market/kraken/BAD /ordermin",
                        "V-MISS-01 spot-market/kraken/BAD /quote",
                        "V-VALUE-01 spot-market/kraken/BAD /tick_size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"asleep", "ONLINE"})
    void read_statusThatTheModelDoesNotKnow_isKeptWithAFinding(String word) {
        VenueReading reading = read(pairs(GOOD.replace("{", "{\"status\":\"" + word + "\",")));
        SpotMarket market = (SpotMarket) reading.documents().get(0);
        assertThat(market.status()).isEmpty();
        assertThat(market.venueStatus()).contains(word);
        assertThat(reading.report().findings())
                .filteredOn(finding -> finding.ruleId().equals("V-WORD-01"))
                .singleElement()
                .extracting(Finding::path)
                .isEqualTo("/status");
        assertThat(KrakenSpotWriter.write(List.of(market))).contains("\"status\":\"" + word + "\"");
    }

    @ParameterizedTest
    @EnumSource(TradingStatus.class)
    void read_everyStatusOfTheModel_isReadAndWritten(TradingStatus status) {
        String text = status.name().toLowerCase(Locale.ROOT);
        SpotMarket market = only(pairs(GOOD.replace("{", "{\"status\":\"" + text + "\",")));
        assertThat(market.status()).contains(status);
        assertThat(only(KrakenSpotWriter.write(List.of(market)))).isEqualTo(market);
    }

    @Test
    void read_pairTwice_keepsTheFirst() {
        VenueReading reading = read(pairs(GOOD + "," + GOOD.replace("0.1", "0.2") + ",\"B/~\":1,\"B/~\":2"));
        assertThat(reading.documents()).hasSize(1);
        assertThat(((SpotMarket) reading.documents().get(0)).priceRule().tickSize())
                .hasToString("0.1");
        assertThat(reading.marketsSeen()).isEqualTo(4);
        assertThat(reading.marketsRead()).isEqualTo(1);
        assertThat(places(reading))
                .containsExactly(
                        "V-DUP-01 response /result/B~1~0",
                        "V-SHAPE-01 response /result/B~1~0",
                        "V-DUP-01 response /result/GOOD");
    }

    @Test
    void read_fieldTwice_keepsTheFirstAndSaysWhere() {
        VenueReading reading = read(pairs(
                GOOD.replace("{", "{\"tick_size\":\"0.2\",\"x\":{\"a/b\":1,\"a/b\":2},\"x2\":[{\"c\":1,\"c\":1}],")));
        assertThat(errors(reading))
                .containsExactly(
                        "V-DUP-01 response /result/GOOD/tick_size",
                        "V-DUP-01 response /result/GOOD/x/a~1b",
                        "V-DUP-01 response /result/GOOD/x2/0/c");
        SpotMarket market = (SpotMarket) reading.documents().get(0);
        assertThat(market.priceRule().tickSize()).hasToString("0.2");
        assertThat(market.extensions()).containsEntry("x", "{\"a/b\":1}");
    }

    @Test
    void read_marketsTwice_looksAtTheFirstOnly() {
        VenueReading reading =
                read("{\"result\":{" + GOOD + "},\"result\":{" + GOOD + ",\"MORE\":1},\"error\":[],\"error\":[]}");
        assertThat(reading.documents()).hasSize(1);
        assertThat(places(reading)).containsExactly("V-DUP-01 response /error", "V-DUP-01 response /result");
        assertThat(ConfigSnapshot.of(Scope.parse("kraken/test"), reading.documents())
                        .size())
                .isEqualTo(1);
    }

    @Test
    void read_idsThatAreNoIdentity_areFindings() {
        String pair = ":{\"base\":\"a\",\"quote\":\"b\",\"tick_size\":\"1\"}";
        VenueReading reading =
                read(pairs("\"\"" + pair + ",\" \"" + pair + ",\"a\\u0000\"" + pair + ",\"A/B~\"" + pair));
        assertThat(reading.documents()).extracting(MarketDocument::id).containsExactly("A/B~");
        assertThat(errors(reading)).hasSize(3).allMatch(place -> place.startsWith("V-VALUE-01 spot-market/kraken/"));
    }

    @Test
    void read_marketThatIsNoObject_isOneFinding() {
        VenueReading reading = read(pairs("\"A\":null,\"B\":[],\"C\":\"x\",\"D\":{}," + GOOD));
        assertThat(reading.documents()).hasSize(1);
        assertThat(reading.marketsSeen()).isEqualTo(5);
        assertThat(errors(reading))
                .containsExactly(
                        "V-SHAPE-01 response /result/A",
                        "V-SHAPE-01 response /result/B",
                        "V-SHAPE-01 response /result/C",
                        "V-MISS-01 spot-market/kraken/D /base",
                        "V-MISS-01 spot-market/kraken/D /quote",
                        "V-MISS-01 spot-market/kraken/D /tick_size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":[\"EService:Unavailable\"]} | V-VENUE-01 response /error",
                "{\"error\":\"EService:Unavailable\"} | V-VENUE-01 response /error",
                "{\"error\":[\"EQuery:Unknown\"],\"result\":{}} | V-VENUE-01 response /error",
                "{\"error\":[]} | V-SHAPE-01 response /result",
                "{} | V-SHAPE-01 response /result",
                "{\"error\":[],\"result\":null} | V-SHAPE-01 response /result",
                "{\"error\":[],\"result\":5} | V-SHAPE-01 response /result",
                "[] | V-SHAPE-01 response",
                "null | V-SHAPE-01 response",
                "5 | V-SHAPE-01 response",
                "'' | V-SHAPE-01 response",
                "'  ' | V-SHAPE-01 response",
                "<html> | V-JSON-01 response",
                "{\"result\":{}} {} | V-SHAPE-01 response",
                "{\"result\":{}} x | V-JSON-01 response",
                "{\"result\":{}}} | V-JSON-01 response",
                "{\"result\":{\"A\":NaN}} | V-JSON-01 response",
                "{\"result\":{\"A\":01}} | V-JSON-01 response",
                "{'result':{}} | V-JSON-01 response"
            })
    void read_responseOfAnotherShape_isOneFinding(String response, String place) {
        VenueReading reading = read(response);
        assertThat(reading.documents()).isEmpty();
        assertThat(places(reading)).containsExactly(place);
    }

    @Test
    void read_venueErrors_areAFindingEach() {
        VenueReading reading = read("{\"error\":[\"EGeneral:A\",\"EGeneral:B\"]}");
        assertThat(reading.report().findings())
                .extracting(Finding::message)
                .containsExactly(
                        "The venue answered with an error: \"EGeneral:A\"",
                        "The venue answered with an error: \"EGeneral:B\"");
    }

    @Test
    void read_truncatedAtEveryByte_keepsWhatWasComplete() {
        byte[] response =
                pairs(GOOD.replace("GOOD", "A\u00e9") + "," + GOOD).strip().getBytes(UTF_8);
        int secondEnds = response.length - 2;
        int firstEnds = secondEnds - GOOD.length() - 1;
        for (int length = 1; length < response.length; length++) {
            VenueReading reading = Readings.read(new KrakenSpot(), Arrays.copyOf(response, length));
            assertThat(places(reading)).as("%d bytes", length).containsExactly("V-JSON-01 response");
            int complete = length < firstEnds ? 0 : length < secondEnds ? 1 : 2;
            assertThat(reading.documents()).as("%d bytes", length).hasSize(complete);
            assertThat(reading.marketsRead()).isEqualTo(complete);
            assertThat(reading.report().findings().get(0).message())
                    .contains("The " + complete + " markets before that point were read");
        }
        assertThat(read(new String(response, UTF_8)).documents()).hasSize(2);
    }

    @Test
    void read_garbage_isOneFinding() {
        byte[] zeros = new byte[10_000];
        byte[] invalid = ("{\"result\":{\"A\":{\"base\":\"" + "x").getBytes(UTF_8);
        invalid[invalid.length - 1] = (byte) 0xff;
        byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
        for (byte[] garbage : List.of(zeros, invalid, gzip, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0, 1, 2, 3, 4})) {
            VenueReading reading = Readings.read(new KrakenSpot(), garbage);
            assertThat(reading.documents()).isEmpty();
            assertThat(errors(reading)).hasSize(1);
        }
    }

    @Test
    void read_deepNesting_isOneFindingAndWhatCameBeforeIsKept() {
        for (String deep : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000), "[".repeat(33) + "]".repeat(33))) {
            VenueReading reading = read(pairs(GOOD + ",\"DEEP\":{\"x\":" + deep + "}"));
            assertThat(reading.documents()).hasSize(1);
            assertThat(errors(reading)).containsExactly("V-JSON-01 response");
        }
    }

    @Test
    void read_hugeNumbersAndStrings_areFindingsInNoTime() {
        String digits = "9".repeat(5_000_000);
        for (String huge :
                List.of(digits, "0." + digits, "1e" + digits, "\"" + digits + "\"", "{\"" + digits + "\":1}")) {
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                VenueReading reading =
                        read(pairs(GOOD + ",\"HUGE\":" + GOOD.substring(7).replace("\"0.1\"", huge)));
                assertThat(reading.documents()).hasSize(1);
                assertThat(errors(reading)).containsExactly("V-JSON-01 response");
                assertThat(reading.report().findings().get(0).message()).hasSizeLessThan(1_000);
            });
        }
    }

    @Test
    void read_longValues_areCutInMessages() {
        String longText = "\ud83d\ude00".repeat(100_000);
        VenueReading reading = read(pairs(GOOD.replace("\"0.1\"", "\"" + longText + "\"")));
        assertThat(reading.report().findings()).hasSize(1);
        assertThat(reading.report().findings().get(0).message()).hasSizeLessThan(400);
        assertThat(Digest.ofCanonical(reading.report())).isNotNull();
    }

    @Test
    void read_halfCharacterPairsInUnknownFields_areKept() {
        SpotMarket market = only(pairs(GOOD.replace("{", "{\"odd\":[\"a\\ud800b\",{\"\\u00e9\":\"\\udc00\"}],")));
        assertThat(market.extensions()).containsEntry("odd", "[\"a\\ud800b\",{\"\u00e9\":\"\\udc00\"}]");
        assertThat(market.digest()).isNotNull();
        assertThat(only(KrakenSpotWriter.write(List.of(market)))).isEqualTo(market);
    }

    @Test
    void read_manyUnknownNames_areCountedWithinBounds() {
        StringBuilder fields = new StringBuilder("{");
        for (int i = 0; i < 3_000; i++) {
            fields.append("\"field").append(i).append("\":").append(i).append(',');
        }
        VenueReading reading = read(pairs(GOOD.replace("{", fields)));
        assertThat(((SpotMarket) reading.documents().get(0)).extensions()).hasSize(3_000);
        assertThat(reading.report().findings()).hasSize(1_001);
        assertThat(reading.report().findings().get(0).message()).contains("2000 times");
    }

    @Test
    void read_manyProblems_areCountedWithinBounds() {
        StringBuilder pairs = new StringBuilder(GOOD);
        for (int i = 0; i < 12_000; i++) {
            pairs.append(",\"P").append(i).append("\":1");
        }
        VenueReading reading = read(pairs(pairs.toString()));
        assertThat(reading.documents()).hasSize(1);
        assertThat(reading.report().findings()).hasSize(10_001);
        assertThat(reading.report().of("V-MANY-01").get(0).message()).startsWith("2000 more findings");
    }

    @Test
    void read_streamThatFails_isOneFinding() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };
        VenueReading reading = new KrakenSpot().read("response", broken);
        assertThat(reading.report().findings())
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("connection reset");
    }

    @Test
    void read_feesAlike_areTheSameListAndWrongOnesAreRefusedEach() {
        String good = GOOD.replace("{", "{\"fees\":[[0,0.40],[10,0.1]],");
        String bad = GOOD.replace("{", "{\"fees\":[[0,null]],");
        VenueReading reading = read(pairs(good + "," + good.replace("GOOD", "A") + ","
                + good.replace("GOOD", "B").replace("0.40", "0.4") + "," + bad.replace("GOOD", "C") + ","
                + bad.replace("GOOD", "D")));
        List<FeeLadder> ladders = markets(reading).stream()
                .map(market -> market.fees().orElseThrow())
                .toList();
        assertThat(ladders).hasSize(3);
        assertThat(ladders.get(1).taker().get(0))
                .isSameAs(ladders.get(0).taker().get(0));
        assertThat(ladders.get(2)).isEqualTo(ladders.get(0));
        assertThat(errors(reading))
                .containsExactly(
                        "V-VALUE-01 spot-market/kraken/C /fees/0/1", "V-VALUE-01 spot-market/kraken/D /fees/0/1");
    }

    @Test
    void read_manyDifferentValues_keepTheirOwnSpelling() {
        StringBuilder odd = new StringBuilder("[\"\",\"1\",1,\"" + "long".repeat(20) + "\",[],[[]],{}");
        for (int i = 0; i < 5_000; i++) {
            odd.append(',')
                    .append(i)
                    .append(".0,\"")
                    .append(i)
                    .append("\",[")
                    .append(i)
                    .append("]");
        }
        odd.append(']');
        SpotMarket market = only(pairs(GOOD.replace("{", "{\"odd\":" + odd + ",")));
        assertThat(market.extensions()).containsEntry("odd", odd.toString());
    }

    @Test
    void read_stream_staysOpen() {
        boolean[] closed = {false};
        InputStream stream = new ByteArrayInputStream(pairs(GOOD).getBytes(UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        assertThat(new KrakenSpot().read("response", stream).documents()).hasSize(1);
        assertThat(closed[0]).isFalse();
    }

    @Test
    void read_utf16AndByteOrderMark_areUnderstood() {
        assertThat(Readings.read(new KrakenSpot(), ("\ufeff" + pairs(GOOD)).getBytes(UTF_8))
                        .documents())
                .hasSize(1);
    }

    private static String pairs(String pairs) {
        return "{\"error\":[],\"result\":{" + pairs + "}}";
    }

    private static VenueReading read(String response) {
        return Readings.read(new KrakenSpot(), response);
    }

    private static SpotMarket only(String response) {
        VenueReading reading = read(response);
        assertThat(reading.documents()).hasSize(1);
        return (SpotMarket) reading.documents().get(0);
    }

    private static List<SpotMarket> markets(VenueReading reading) {
        return reading.documents().stream().map(SpotMarket.class::cast).toList();
    }
}
