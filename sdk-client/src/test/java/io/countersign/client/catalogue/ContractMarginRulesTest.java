package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Histories;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Price;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The boundaries of the rules about contracts and the schedules they use. */
class ContractMarginRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    private static List<Finding> of(String rule, ChangeContext context, MarketDocument... documents) {
        ConfigSnapshot snapshot = Markets.venue();
        for (MarketDocument document : documents) {
            snapshot = snapshot.with(document);
        }
        return VALIDATOR.validate(snapshot, context).of(rule);
    }

    private static FuturesContract.Builder limited(String size, SizeUnit unit) {
        return perpetual().maxPosition(Amount.of(size)).maxPositionUnit(unit);
    }

    private static MarginSchedule in(SizeUnit unit) {
        return MarginSchedule.builder().from(schedule()).unit(unit).build();
    }

    private static ChangeContext mark(String price) {
        return ChangeContext.builder()
                .put(RuleInput.MARK_PRICE, perpetual().build().documentId(), Price.of(price))
                .build();
    }

    private static ChangeContext history(PriceHistory history) {
        return ChangeContext.builder()
                .put(RuleInput.PRICE_HISTORY, perpetual().build().documentId(), history)
                .build();
    }

    @Test
    void mrg06_noGreatestPosition_isInconclusiveAndWithoutSchedulesNothing() {
        assertThat(of("D-MRG-06", ChangeContext.none())).singleElement().satisfies(finding -> {
            assertThat(Validator.isInconclusive(finding)).isTrue();
            assertThat(finding.message()).contains("published greatest position of futures-contract/kraken/PI_XBTUSD");
        });
        assertThat(of(
                        "D-MRG-06",
                        ChangeContext.none(),
                        perpetual().marginSchedules(Map.of()).build()))
                .isEmpty();
    }

    @Test
    void mrg06_scheduleThatEndsBeforeTheGreatestPosition_isAnError() {
        MarginSchedule ends = MarginSchedule.builder()
                .from(schedule())
                .maxSize(Amount.of("600000"))
                .build();

        assertThat(of(
                        "D-MRG-06",
                        ChangeContext.none(),
                        ends,
                        limited("600000", SizeUnit.CONTRACTS).build()))
                .isEmpty();
        assertThat(of(
                        "D-MRG-06",
                        ChangeContext.none(),
                        ends,
                        limited("600001", SizeUnit.CONTRACTS).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.path()).isEqualTo("/maxPosition");
                    assertThat(finding.message())
                            .isEqualTo(
                                    "The greatest position of 600001 contracts is beyond the end of PI_XBTUSD at 600000:"
                                            + " such a position has no margin");
                });
    }

    /** An inverse contract of one dollar: contracts and notional are the same at every price, base units are not. */
    @Test
    void mrg06_unitsThatDiffer_areComparedAtTheMarkWhereItMatters() {
        FuturesContract inNotional = limited("500001", SizeUnit.QUOTE_NOTIONAL).build();
        FuturesContract inBase = limited("62.5", SizeUnit.BASE).build();

        assertThat(of("D-MRG-06", ChangeContext.none(), inNotional)).isEmpty();
        assertThat(of("D-MRG-06", ChangeContext.none(), inBase))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("mark price"));
        assertThat(of("D-MRG-06", mark("8000.1"), inBase)).isEmpty();
        assertThat(of("D-MRG-06", mark("8000"), inBase))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo(
                                "The greatest position of 62.5 BASE, which is 500000 contracts does not reach the last tier of"
                                        + " PI_XBTUSD, which starts at 500000"));
    }

    @Test
    void mrg06_linearContract_countsBaseUnitsAtItsSize() {
        FuturesContract linear = limited("50001", SizeUnit.BASE)
                .payoff(Payoff.LINEAR)
                .contractSize(Amount.of("0.1"))
                .contractSizeUnit(SizeUnit.BASE)
                .build();

        assertThat(of("D-MRG-06", ChangeContext.none(), linear)).isEmpty(); // 500,010 contracts
        assertThat(of("D-MRG-06", mark("9"), linear, in(SizeUnit.QUOTE_NOTIONAL)))
                .hasSize(1);
        assertThat(of("D-MRG-06", mark("10"), linear, in(SizeUnit.QUOTE_NOTIONAL)))
                .isEmpty();
    }

    @Test
    void mrg06_contractWhoseSizeCountsTheWrongUnit_isInconclusive() {
        FuturesContract odd =
                limited("1", SizeUnit.BASE).contractSizeUnit(SizeUnit.BASE).build();

        assertThat(of("D-MRG-06", mark("8000"), odd))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("computable contract size (see D-PAY-01)"));
    }

    /** The first tier holds 2 %, a tick is 0.5 % of the last price of 100. */
    @ParameterizedTest
    @CsvSource({"0.0149, 0", "0.015, 1", "0.0151, 1"})
    void mrg07_moveAndTick_mustStayBelowTheMargin(String move, int hits) {
        assertThat(of("D-MRG-07", history(Histories.swinging(move, 1_001)))).hasSize(hits);
    }

    @Test
    void mrg07_publishedLeverage_goesBeforeInitialMargin() {
        ChangeContext context = history(Histories.swinging("0.012", 1_001));
        MarginTier at60 = MarginTier.builder()
                .from(MarginTier.of("0", "0.02", "0.01"))
                .maxLeverage(Leverage.of("60"))
                .build();

        assertThat(of("D-MRG-07", context)).isEmpty();
        assertThat(of("D-MRG-07", context, schedule(at60))).hasSize(1);
        assertThat(of(
                        "D-MRG-07",
                        context,
                        perpetual().maxLeverage(Leverage.of("60")).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.path()).isEqualTo("/maxLeverage");
                    assertThat(finding.evidence())
                            .containsEntry("moves", "1000")
                            .containsEntry("percentileMove", "0.012");
                });
    }

    @Test
    void mrg07_tooShortAHistory_isInconclusive() {
        assertThat(of("D-MRG-07", history(Histories.swinging("0.5", 1_000))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(Validator.isInconclusive(finding)).isTrue();
                    assertThat(finding.message()).contains("price history of 1000 moves within 90 days");
                });
        assertThat(of("D-MRG-07", history(Histories.swinging("0.5", 0))))
                .allMatch(Validator::isInconclusive)
                .hasSize(1);
    }

    @Test
    void mrg07_historyThatEndsAtZero_isInconclusive() {
        assertThat(of("D-MRG-07", history(Histories.of(Duration.ofHours(1), List.of("100", "0")))))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("price history with a positive last price"));
    }

    @Test
    void mrg07_movesBefore90Days_doNotCount() {
        // 100 days of hours, wild in the first 5 days only.
        List<String> closes = new ArrayList<>();
        for (int hour = 0; hour < 100 * 24; hour++) {
            closes.add(hour % 2 == 0 || hour > 5 * 24 ? "100" : "110");
        }

        assertThat(of("D-MRG-07", history(Histories.of(Duration.ofHours(1), closes))))
                .isEmpty();
    }

    @Test
    void xmrg02_legsOfOneUnderlying_haveTheSameClassesUnitAndApplication() {
        MarginSchedule same = MarginSchedule.builder().from(schedule()).id("FI").build();
        FuturesContract dated =
                Markets.dated().putMarginSchedules("professional", "FI").build();
        FuturesContract retailToo = Markets.dated()
                .putMarginSchedules("professional", "FI")
                .putMarginSchedules("retail", "FI")
                .build();

        assertThat(of("X-MRG-02", ChangeContext.none(), same, dated)).isEmpty();
        assertThat(of("X-MRG-02", ChangeContext.none(), same, retailToo))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.document()).isEqualTo("futures-contract/kraken/FI_XBTUSD_210924");
                    assertThat(finding.message())
                            .isEqualTo("There are schedules for [professional, retail], and for [professional] in"
                                    + " PI_XBTUSD on the same underlying: positions of one class cannot be netted");
                });
        assertThat(of(
                        "X-MRG-02",
                        ChangeContext.none(),
                        MarginSchedule.builder()
                                .from(same)
                                .application(MarginApplication.WHOLE_POSITION)
                                .build(),
                        dated))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0.08, 0.04, 0", "0.0801, 0.04, 1", "0.005, 0.0025, 0", "0.0049, 0.0024, 1"})
    void xmrg02_firstTiers_differByAFactorOfFourAtMost(String initial, String maintenance, int hits) {
        MarginSchedule other = MarginSchedule.builder()
                .from(schedule(MarginTier.of("0", initial, maintenance)))
                .id("FI")
                .build();

        assertThat(of(
                        "X-MRG-02",
                        ChangeContext.none(),
                        other,
                        Markets.dated().putMarginSchedules("professional", "FI").build()))
                .hasSize(hits)
                .allSatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message())
                            .contains(
                                    initial.startsWith("0.08") ? "asks for 4x more than" : "asks for 4.08x less than");
                });
    }

    @Test
    void xmrg02_initialMarginOfZero_isLeftToTheRuleOfTheSchedule() {
        MarginSchedule free = MarginSchedule.builder()
                .from(schedule(MarginTier.of("0", "0", "0")))
                .id("FI")
                .build();
        FuturesContract dated =
                Markets.dated().putMarginSchedules("professional", "FI").build();

        assertThat(of("X-MRG-02", ChangeContext.none(), free, dated)).isEmpty();
        assertThat(of("D-MRG-02", ChangeContext.none(), free, dated)).isNotEmpty();
    }

    @Test
    void xmrg02_otherPayoffOtherUnderlyingOrNoSchedule_isNotCompared() {
        MarginSchedule notional = MarginSchedule.builder()
                .from(schedule())
                .id("FI")
                .unit(SizeUnit.QUOTE_NOTIONAL)
                .build();
        FuturesContract.Builder dated = Markets.dated().putMarginSchedules("professional", "FI");

        assertThat(of("X-MRG-02", ChangeContext.none(), notional, dated.build()))
                .hasSize(1);
        assertThat(of(
                        "X-MRG-02",
                        ChangeContext.none(),
                        notional,
                        dated.base("ETH").build()))
                .isEmpty();
        assertThat(of(
                        "X-MRG-02",
                        ChangeContext.none(),
                        notional,
                        dated.base("XBT")
                                .payoff(Payoff.LINEAR)
                                .contractSizeUnit(SizeUnit.BASE)
                                .build()))
                .isEmpty();
        assertThat(of("X-MRG-02", ChangeContext.none(), Markets.dated().build()))
                .isEmpty();
    }

    @Test
    void xmrg02_underlyingByIndex_whereNoAssetsArePublished() {
        ConfigSnapshot byIndex = Markets.snapshot(
                withoutAssets(perpetual().build()),
                schedule(),
                MarginSchedule.builder()
                        .from(schedule())
                        .id("FI")
                        .unit(SizeUnit.QUOTE_NOTIONAL)
                        .build(),
                withoutAssets(
                        Markets.dated().putMarginSchedules("professional", "FI").build()));

        assertThat(VALIDATOR.validate(byIndex).of("X-MRG-02"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.path()).isEqualTo("/marginSchedules"));
        FuturesContract other = FuturesContract.builder()
                .from(withoutAssets(
                        Markets.dated().putMarginSchedules("professional", "FI").build()))
                .index("in_ethusd")
                .build();
        assertThat(VALIDATOR.validate(byIndex.with(other)).of("X-MRG-02")).isEmpty();

        FuturesContract nameless = FuturesContract.builder()
                .from(withoutAssets(Markets.dated().build()))
                .index(Optional.empty())
                .build();
        assertThat(VALIDATOR.validate(byIndex.with(nameless)).of("X-MRG-02"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("published underlying"));
    }

    private static FuturesContract withoutAssets(FuturesContract contract) {
        return FuturesContract.builder()
                .from(contract)
                .base(Optional.empty())
                .quote(Optional.empty())
                .build();
    }
}
