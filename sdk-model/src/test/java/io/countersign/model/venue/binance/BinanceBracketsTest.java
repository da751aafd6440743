package io.countersign.model.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginReference;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Rate;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixtures have the shapes of Binance's {@code leverageBracket} and of the ccxt library; their values are made up. */
class BinanceBracketsTest {
    private static final String LINEAR = """
            [{"symbol":"ABCUSDT","notionalCoef":1.5,"brackets":[
            {"bracket":1,"initialLeverage":75,"notionalCap":10000,"notionalFloor":0,"maintMarginRatio":0.0065,"cum":0.0},
            {"bracket":2,"initialLeverage":50,"notionalCap":9223372036854775807,"notionalFloor":10000,
            "maintMarginRatio":0.01,"cum":35.0}]}]""";

    private static final String COINS = """
            [{"symbol":"ABCUSD_PERP","brackets":[
            {"bracket":1,"initialLeverage":125,"qtyCap":50,"qtylFloor":0,"maintMarginRatio":0.004,"cum":0.0},
            {"bracket":2,"initialLeverage":100,"qtyCap":100,"qtylFloor":50,"maintMarginRatio":0.005,"cum":0.05}]}]""";

    private static final String NAMED = """
            {"ABC/USDT:USDT":[{"tier":1.0,"currency":"USDT","minNotional":0.0,"maxNotional":5000.0,
            "maintenanceMarginRate":0.01,"maxLeverage":3.0,"info":{"bracket":"1","initialLeverage":"3",
            "notionalCap":"5000","notionalFloor":"0","maintMarginRatio":"0.01","cum":"0.0"}},
            {"tier":2.0,"currency":"USDT","minNotional":5000.0,"maxNotional":9.223372036854776E+18,
            "maintenanceMarginRate":0.02,"maxLeverage":2.0,"info":{"bracket":"2","initialLeverage":"2",
            "notionalCap":"9223372036854775807","notionalFloor":"5000","maintMarginRatio":"0.02","cum":"50.0"}}]}""";

    /** As the library has it for COIN-M: the floor's name is another one at the venue, so there is none. */
    private static final String NAMED_COINS = """
            {"ABC/USD:ABC":[{"tier":1.0,"symbol":"ABC/USD:ABC","currency":"USD","minNotional":null,"maxNotional":50.0,
            "maintenanceMarginRate":0.004,"maxLeverage":125.0,"info":{"bracket":"1","initialLeverage":"125",
            "qtyCap":"50","qtylFloor":"0","maintMarginRatio":"0.004","cum":"0.0"}},
            {"tier":2.0,"symbol":"ABC/USD:ABC","currency":"USD","minNotional":null,"maxNotional":100.0,
            "maintenanceMarginRate":0.005,"maxLeverage":100.0,"info":{"bracket":"2","initialLeverage":"100",
            "qtyCap":"100","qtylFloor":"50","maintMarginRatio":"0.005","cum":"0.05"}}]}""";

    @Test
    void usdM_symbol_fieldByField() {
        MarginSchedule schedule = only(LINEAR);
        assertThat(schedule)
                .isEqualTo(MarginSchedule.builder()
                        .venue("binance")
                        .id("ABCUSDT")
                        .unit(SizeUnit.QUOTE_NOTIONAL)
                        .application(MarginApplication.MARGINAL)
                        .initialMarginDerived(true)
                        .addTiers(tier("0", "0.013333333333333333", "0.0065", "75", "0"))
                        .addTiers(tier("10000", "0.02", "0.01", "50", "35"))
                        .maxSize(Amount.of("9223372036854775807"))
                        .putExtensions("notionalCoef", "1.5")
                        .build());
        assertRewritten(LINEAR);
    }

    @Test
    void coinM_symbol_countsInTheBase() {
        MarginSchedule schedule = only(COINS);
        assertThat(schedule.unit()).isEqualTo(SizeUnit.BASE);
        assertThat(schedule.tiers())
                .containsExactly(tier("0", "0.008", "0.004", "125", "0"), tier("50", "0.01", "0.005", "100", "0.05"));
        assertThat(schedule.maxSize()).contains(Amount.of("100"));
        assertRewritten(COINS);
    }

    @Test
    void coinM_pairOfTheFirstVersion_isMarked() {
        String pair = COINS.replace("\"symbol\":\"ABCUSD_PERP\"", "\"pair\":\"ABCUSD\"")
                .replace(",\"cum\":0.0}", "}");
        MarginSchedule schedule = only(pair);
        assertThat(schedule.id()).isEqualTo("ABCUSD");
        assertThat(schedule.extensions()).containsExactly(Map.entry("publishedForPair", "true"));
        assertThat(schedule.tiers().get(0).maintenanceAmount()).isEmpty();
        assertRewritten(pair);
    }

    @Test
    void symbolByItself_isReadAsAListOfOne() {
        String one = LINEAR.substring(1, LINEAR.length() - 1);
        assertThat(only(one)).isEqualTo(only(LINEAR));
        assertThat(only(" \n" + one)).isEqualTo(only(LINEAR));
    }

    @Test
    void tiersByName_takeTheVenuesOwnNumbers() {
        MarginSchedule schedule = only(NAMED);
        assertThat(schedule)
                .isEqualTo(MarginSchedule.builder()
                        .venue("binance")
                        .id("ABC/USDT:USDT")
                        .unit(SizeUnit.QUOTE_NOTIONAL)
                        .application(MarginApplication.MARGINAL)
                        .initialMarginDerived(true)
                        .addTiers(tier("0", "0.333333333333333333", "0.01", "3", "0"))
                        .addTiers(tier("5000", "0.5", "0.02", "2", "50"))
                        .maxSize(Amount.of("9223372036854775807"))
                        .build());
        assertThat(Responses.differences(
                        Responses.json(NAMED.replace("9.223372036854776E+18", "9223372036854775807")),
                        Responses.json(BinanceBracketsWriter.writeByName(List.of(schedule)))))
                .isEmpty();
        assertThat(only(NAMED.replace(":USDT\"", "\""))).isEqualTo(schedule);
    }

    @Test
    void tiersByName_ofCoinM_haveTheVenuesFloors() {
        MarginSchedule schedule = only(NAMED_COINS);
        assertThat(schedule.unit()).isEqualTo(SizeUnit.BASE);
        assertThat(schedule.tiers())
                .extracting(MarginTier::lowerBound)
                .containsExactly(Amount.of("0"), Amount.of("50"));
        assertThat(schedule.tiers().get(0).extensions())
                .isEqualTo(Map.of("currency", "\"USD\"", "minNotional", "null"));
        assertThat(Responses.differences(
                        Responses.json(NAMED_COINS.replace("\"symbol\":\"ABC/USD:ABC\",", "")),
                        Responses.json(BinanceBracketsWriter.writeByName(List.of(schedule)))))
                .isEmpty();
    }

    @Test
    void tiersByName_keepWhatDoesNotAgree() {
        String named = NAMED.replace("\"maintMarginRatio\":\"0.01\"", "\"maintMarginRatio\":\"0.011\",\"more\":[1.0]")
                .replace("9.223372036854776E+18", "9223372036854775807");
        MarginSchedule schedule = only(named);
        assertThat(schedule.tiers().get(0).maintenanceMargin()).isEqualTo(Rate.of("0.01"));
        assertThat(schedule.tiers().get(0).extensions())
                .containsExactly(Map.entry("info", "{\"maintMarginRatio\":\"0.011\",\"more\":[1.0]}"));
        assertThat(Responses.differences(
                        Responses.json(named), Responses.json(BinanceBracketsWriter.writeByName(List.of(schedule)))))
                .isEmpty();
    }

    @Test
    void tiersByName_withoutAmounts_keepTheInfoWhole() {
        String named = NAMED.replace(",\"cum\":\"0.0\"", "")
                .replace(",\"cum\":\"50.0\"", "")
                .replace("9.223372036854776E+18", "9223372036854775807");
        assertThat(Responses.differences(
                        Responses.json(named), Responses.json(BinanceBracketsWriter.writeByName(List.of(only(named))))))
                .isEmpty();
    }

    @Test
    void datedContract_staysApartFromThePerpetual() {
        String tiers = NAMED.substring(1, NAMED.length() - 1);
        VenueReading reading = Responses.read(
                new BinanceBrackets(), "{" + tiers + "," + tiers.replace("USDT:USDT", "USDT:USDT-261225") + "}");
        assertThat(Responses.findings(reading)).isEmpty();
        assertThat(reading.documents())
                .extracting(document -> document.id())
                .containsExactly("ABC/USDT:USDT", "ABC/USDT:USDT-261225");
    }

    @Test
    void unknownFields_areKeptAndHashed() {
        String more = LINEAR.replace("\"bracket\":1,", "\"bracket\":1,\"extra\":\"x\",");
        VenueReading reading = Responses.read(new BinanceBrackets(), more);
        assertThat(Responses.findings(reading))
                .containsExactly(
                        "V-UNKNOWN-01 INFO response /extra: Field without a meaning in the model, 1 times; kept as"
                                + " it is, and part of each document's digest");
        assertThat(only(more).digest()).isNotEqualTo(only(LINEAR).digest());
        assertRewritten(more);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "notionalFloor":10000 | "notionalFloor":10001 | V-VALUE-01 ERROR margin-schedule/binance/ABCUSDT /brackets/1: The tier must begin where the one before it ends, at 10000, so the market was not read (value 10001)
            "bracket":2 | "bracket":3 | V-VALUE-01 ERROR margin-schedule/binance/ABCUSDT /brackets/1: Tiers must be numbered from 1 on, in order, so the market was not read (value 3)
            "initialLeverage":75 | "initialLeverage":0 | V-VALUE-01 ERROR margin-schedule/binance/ABCUSDT /brackets/0/initialLeverage: Leverage must be positive: 0, so the market was not read (value 0)
            ,"maintMarginRatio":0.0065 | `` | V-MISS-01 ERROR margin-schedule/binance/ABCUSDT /brackets/0/maintMarginRatio: Required field is absent, so the market was not read
            "notionalCap":10000,"notionalFloor":0 | "qtyCap":10000,"qtylFloor":0 | V-VALUE-01 ERROR margin-schedule/binance/ABCUSDT /brackets/1: Tiers in coins and tiers in notional stand in one schedule, so the market was not read
            "symbol":"ABCUSDT", | `` | V-MISS-01 ERROR response /0/pair: Required field is absent, so the market was not read
            "brackets" | "rackets" | V-VALUE-01 ERROR margin-schedule/binance/ABCUSDT /brackets: A symbol without tiers, so the market was not read
            """)
    void scheduleThatCannotBeRead_isRefused(String good, String bad, String finding) {
        VenueReading reading = Responses.read(new BinanceBrackets(), LINEAR.replace(good, bad));
        assertThat(reading.documents()).isEmpty();
        assertThat(Responses.errors(reading)).containsExactly(finding);
    }

    @Test
    void error_isTheVenues() {
        VenueReading reading = Responses.read(new BinanceBrackets(), "{\"code\":-2015,\"msg\":\"Invalid API-key.\"}");
        assertThat(reading.documents()).isEmpty();
        assertThat(Responses.findings(reading))
                .containsExactly(
                        "V-VENUE-01 ERROR response /code: The venue answered with an error: -2015: Invalid API-key.");
    }

    @Test
    void edits_areWrittenOrRefused() {
        MarginSchedule schedule = only(LINEAR);
        MarginSchedule edited = MarginSchedule.builder()
                .from(schedule)
                .tiers(List.of(schedule.tiers().get(0), tier("20000", "0.02", "0.01", "50", "70")))
                .build();
        assertThat(only(BinanceBracketsWriter.write(List.of(edited)))).isEqualTo(edited);
        refused(schedule, builder -> builder.unit(SizeUnit.CONTRACTS));
        refused(schedule, builder -> builder.application(MarginApplication.WHOLE_POSITION));
        refused(schedule, builder -> builder.referencePrice(MarginReference.MARK));
        refused(schedule, builder -> builder.initialMarginDerived(false));
        refused(schedule, builder -> builder.tiers(List.of(tier("0", "0.5", "0.1", "3", "0"))));
        refused(schedule, builder -> builder.tiers(List.of()));
        refused(schedule, builder -> builder.maxSize(Optional.empty()));
    }

    private static void refused(MarginSchedule schedule, Consumer<MarginSchedule.Builder> edit) {
        MarginSchedule.Builder builder = MarginSchedule.builder();
        builder.from(schedule);
        edit.accept(builder);
        MarginSchedule edited = builder.build();
        assertThatIllegalArgumentException().isThrownBy(() -> BinanceBracketsWriter.write(List.of(edited)));
        assertThatIllegalArgumentException().isThrownBy(() -> BinanceBracketsWriter.writeByName(List.of(edited)));
    }

    private static MarginTier tier(String from, String initial, String maintenance, String leverage, String amount) {
        return MarginTier.builder()
                .lowerBound(Amount.of(from))
                .initialMargin(Rate.of(initial))
                .maintenanceMargin(Rate.of(maintenance))
                .maxLeverage(Leverage.of(leverage))
                .maintenanceAmount(Amount.of(amount))
                .build();
    }

    private static void assertRewritten(String response) {
        MarginSchedule schedule = only(response);
        String written = BinanceBracketsWriter.write(List.of(schedule));
        assertThat(only(written)).isEqualTo(schedule);
        assertThat(Responses.differences(Responses.json(response), Responses.json(written)))
                .isEmpty();
    }

    private static MarginSchedule only(String response) {
        VenueReading reading = Responses.read(new BinanceBrackets(), response);
        assertThat(Responses.errors(reading)).isEmpty();
        assertThat(reading.documents()).hasSize(1);
        return (MarginSchedule) reading.documents().get(0);
    }
}
