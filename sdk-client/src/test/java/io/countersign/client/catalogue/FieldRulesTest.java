package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.margin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SessionCalendar;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldRulesTest {
    private static List<Finding> of(String rule, MarketDocument before, MarketDocument after) {
        return Judged.findings(
                rule, Markets.venue().with(before), Markets.venue().with(after), ChangeContext.none());
    }

    private static SpotMarket limit(String quantity) {
        return bitcoin()
                .margin(margin().longPositionLimit(Quantity.of(quantity)).build())
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "300 | 2999 | ''",
                "300 | 3000 | 10x as large: exactly ten to the power of 1, as when the decimal point slips; check it",
                "300 | 30 | 10x smaller: exactly ten to the power of 1, as when the decimal point slips; check it",
                "300 | 30.001 | ''",
                "300 | 3001 | 10x as large: check unit and decimal point",
                "300 | 30000 | 100x as large: exactly 100, as when percent are taken for a fraction; check the unit",
                "300 | 3 | 100x smaller: exactly 100, as when percent are taken for a fraction; check the unit",
                "300 | 0.3 | 1000x smaller: exactly ten to the power of 3, as when the decimal point slips; check it",
                "300 | 31000 | 103x as large: check unit and decimal point",
                "0.25 | 25 | 100x as large: exactly 100, as when percent are taken for a fraction; check the unit",
                "300 | 0 | ''",
                "0 | 300 | ''"
            })
    void jump_ofANumber_isFromTenfoldOnAndSaysWhatItLooksLike(String before, String after, String says) {
        List<Finding> findings = of("T-MAG-01", limit(before), limit(after));

        if (says.isEmpty()) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings)
                    .extracting(Finding::path, Finding::severity, Finding::message)
                    .containsExactly(tuple(
                            "/margin/longPositionLimit",
                            Severity.ERROR,
                            "The number jumps from " + before + " to " + after + ", " + says));
        }
    }

    @Test
    void jump_ofTheGreatestInAList_isOne() {
        SpotMarket fiftyfold = bitcoin()
                .margin(margin().leverageBuy(List.of(2, 3, 50)).build())
                .build();
        SpotMarket ninefold = bitcoin()
                .margin(margin().leverageBuy(List.of(2, 3, 49)).build())
                .build();

        assertThat(of("T-MAG-01", bitcoin().build(), fiftyfold))
                .extracting(Finding::path)
                .containsExactly("/margin/leverageBuy");
        assertThat(of("T-MAG-01", bitcoin().build(), ninefold)).isEmpty();
        assertThat(of(
                        "T-MAG-01",
                        bitcoin().build(),
                        bitcoin()
                                .margin(margin().leverageBuy(List.of()).build())
                                .build()))
                .isEmpty();
        assertThat(of(
                        "T-MAG-01",
                        bitcoin().orderTypes(List.of("limit")).build(),
                        bitcoin().orderTypes(List.of("limit", "market")).build()))
                .isEmpty();
    }

    @Test
    void jump_ofADuration_isCountedInSeconds() {
        assertThat(of("T-MAG-01", funding(Duration.ofHours(1)), funding(Duration.ofHours(10))))
                .extracting(Finding::message)
                .containsExactly(
                        "The number jumps from PT1H to PT10H, 10x as large: exactly ten to the power of 1, as when"
                                + " the decimal point slips; check it");
        assertThat(of("T-MAG-01", funding(Duration.ofHours(1)), funding(Duration.ofHours(8))))
                .isEmpty();
    }

    private static MarketDocument funding(Duration interval) {
        return perpetual()
                .funding(FundingConfig.builder().interval(interval).build())
                .build();
    }

    @Test
    void jump_ofNamesAndTicks_isNone() {
        assertThat(of(
                        "T-MAG-01",
                        bitcoin().altName("1").build(),
                        bitcoin().altName("1000").build()))
                .isEmpty();
        assertThat(of(
                        "T-MAG-01",
                        bitcoin().build(),
                        bitcoin().priceRule(Markets.price("10", 1)).build()))
                .isEmpty();
    }

    @Test
    void jump_ofATier_namesItsKey() {
        assertThat(of(
                        "T-MAG-01",
                        Markets.schedule(MarginTier.of("0", "0.02", "0.01")),
                        Markets.schedule(MarginTier.of("0", "0.2", "0.1"))))
                .extracting(Finding::path)
                .containsExactly("/tiers/lowerBound=0/initialMargin", "/tiers/lowerBound=0/maintenanceMargin");
    }

    private static List<Finding> lost(MarketDocument before, MarketDocument after) {
        return of("T-FLD-01", before, after);
    }

    @Test
    void lost_unknownField_isBlocked() {
        SpotMarket without = SpotMarket.builder()
                .from(bitcoin().build())
                .extensions(Map.of())
                .build();

        assertThat(lost(bitcoin().build(), without)).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo("/extensions/aclass_base");
            assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
            assertThat(finding.message()).endsWith(": put it back, or set the value that is meant");
        });
        assertThat(lost(without, bitcoin().build())).isEmpty();
    }

    @Test
    void lost_longText_isShownUpToSixtyLetters() {
        String sixty = "x".repeat(60);

        assertThat(lost(bitcoin().venueStatus(sixty).build(), bitcoin().build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("it was " + sixty + ": put it back"));
        assertThat(lost(bitcoin().venueStatus(sixty + "y").build(), bitcoin().build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("it was " + sixty + "...: put it back"));
    }

    @Test
    void lost_optionalFieldOfTheModel_isAnErrorThatCanBeWaived() {
        assertThat(lost(bitcoin().build(), bitcoin().margin(Optional.empty()).build()))
                .extracting(Finding::path, Finding::severity)
                .containsExactly(tuple("/margin", Severity.ERROR));
        assertThat(lost(
                        bitcoin().build(),
                        bitcoin()
                                .margin(margin().marginStopLevel(Optional.empty())
                                        .build())
                                .build()))
                .extracting(Finding::path, Finding::severity)
                .containsExactly(tuple("/margin/marginStopLevel", Severity.ERROR));
    }

    @Test
    void lost_fieldThatComesAndGoes_warns() {
        MarketDocument planned = perpetual()
                .delisting(DelistingExamples.plan().build())
                .tags(List.of("new"))
                .build();

        assertThat(lost(planned, perpetual().build()))
                .extracting(Finding::path, Finding::severity)
                .containsExactly(tuple("/delisting", Severity.WARN), tuple("/tags", Severity.WARN));
        assertThat(lost(
                        planned,
                        perpetual()
                                .delisting(DelistingExamples.plan()
                                        .settlesAt(Optional.empty())
                                        .build())
                                .tags(List.of("new"))
                                .build()))
                .extracting(Finding::path, Finding::severity)
                .containsExactly(tuple("/delisting/settlesAt", Severity.WARN));
    }

    @Test
    void lost_flagInAListThatComesAndGoes_warnsByItsPattern() {
        assertThat(lost(collateral(true), collateral(false)))
                .extracting(Finding::path, Finding::severity)
                .containsExactly(tuple("/assets/asset=KEN/ownToken", Severity.WARN));
    }

    private static CollateralSchedule collateral(boolean own) {
        return CollateralSchedule.builder()
                .venue("kraken")
                .id("c")
                .currency("ZUSD")
                .addAssets(CollateralAsset.builder()
                        .asset("KEN")
                        .haircut(Rate.of("0.5"))
                        .ownToken(own)
                        .build())
                .build();
    }

    @Test
    void lost_pastHoliday_warns() {
        SessionCalendar.Builder calendar = SessionCalendar.builder()
                .venue("kraken")
                .id("c")
                .zone(ZoneId.of("UTC"))
                .putHolidays(LocalDate.parse("2026-12-25"), "Christmas");

        assertThat(lost(
                        calendar.build(),
                        SessionCalendar.builder()
                                .from(calendar.build())
                                .holidays(Map.of())
                                .build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
    }

    @Test
    void lost_tier_isNoLoss() {
        assertThat(lost(Markets.schedule(), Markets.schedule(MarginTier.of("0", "0.02", "0.01"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | \"1\" | from number to text",
                "[1] | {\"a\":1} | from list to object",
                "true | null | from true or false to null"
            })
    void typeChanged_ofAnUnknownField_isBlocked(String before, String after, String says) {
        assertThat(lost(
                        bitcoin().putExtensions("x", before).build(),
                        bitcoin().putExtensions("x", after).build()))
                .extracting(Finding::path, Finding::severity, Finding::message)
                .containsExactly(tuple("/extensions/x", Severity.BLOCK, "The field's type changes " + says));
        assertThat(lost(
                        bitcoin().putExtensions("x", before).build(),
                        bitcoin().putExtensions("x", before).altName("n").build()))
                .isEmpty();
    }

    @Test
    void jump_ofAnUnknownField_isSeenWhetherTextOrNumber() {
        assertThat(of(
                        "T-MAG-01",
                        bitcoin()
                                .putExtensions("x", "\"0.1\"")
                                .putExtensions("y", "2")
                                .build(),
                        bitcoin()
                                .putExtensions("x", "\"10\"")
                                .putExtensions("y", "20")
                                .build()))
                .extracting(Finding::path)
                .containsExactly("/extensions/x", "/extensions/y");
    }
}
