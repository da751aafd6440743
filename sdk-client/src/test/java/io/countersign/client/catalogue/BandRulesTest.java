package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.BandExamples.BITCOIN;
import static io.countersign.client.catalogue.BandExamples.band;
import static io.countersign.client.catalogue.BandExamples.banded;
import static io.countersign.client.catalogue.BandExamples.breaker;
import static io.countersign.client.catalogue.BandExamples.history;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.client.rule.Validator;
import io.countersign.model.formula.Side;
import io.countersign.model.market.BandScope;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.StaleReferenceAction;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BandRulesTest {
    private static SpotMarket with(PriceBand band) {
        return bitcoin().priceBand(band).build();
    }

    private static PriceBand.Builder mark(String sellDown, String buyUp) {
        return PriceBand.builder()
                .reference(PriceReference.MARK)
                .buyUp(Rate.of(buyUp))
                .sellDown(Rate.of(sellDown));
    }

    @Test
    void brackets_multipliersOfOne_areErrorsOnEverySide() {
        PriceBand ones =
                mark("1", "1").buyDown(Rate.of("1")).sellUp(Rate.of("1")).build();

        assertThat(Said.document("D-BND-01", with(ones)))
                .containsExactlyInAnyOrder(
                        "ERROR /priceBand/buyDown: The band does not bracket its reference: buyDown is 1 and must be below 1",
                        "ERROR /priceBand/buyUp: The band does not bracket its reference: buyUp is 1 and must be above 1",
                        "ERROR /priceBand/sellDown: The band does not bracket its reference: sellDown is 1 and must be"
                                + " below 1",
                        "ERROR /priceBand/sellUp: The band does not bracket its reference: sellUp is 1 and must be above 1");
        assertThat(Said.document("D-BND-01", with(mark("0.999", "1.001").build())))
                .isEmpty();
        assertThat(Said.document("D-BND-01", bitcoin().build())).isEmpty();
    }

    @Test
    void brackets_protectingSideMissing_isAnError() {
        PriceBand noUp = PriceBand.builder()
                .reference(PriceReference.MARK)
                .sellDown(Rate.of("0.9"))
                .build();
        PriceBand noDown = PriceBand.builder()
                .reference(PriceReference.MARK)
                .buyUp(Rate.of("1.1"))
                .build();

        assertThat(Said.document("D-BND-01", with(noUp)))
                .containsExactly("ERROR /priceBand: The band has no buyUp: a buy above any price is accepted");
        assertThat(Said.document("D-BND-01", with(noDown)))
                .containsExactly("ERROR /priceBand: The band has no sellDown: a sell below any price is accepted");
    }

    @Test
    void narrow_atTheThresholds_passesAndBesideDoesNot() {
        assertThat(Said.document("D-BND-02", banded("0.5", "1.5"))).isEmpty();
        assertThat(Said.document("D-BND-02", banded("0.5", "1.51")))
                .containsExactly("WARN /priceBand: The band is too wide to stop a mis-price: it accepts buys up to 1.51"
                        + " times the reference (1.5 is usual)");
        assertThat(Said.document("D-BND-02", banded("0.49", "1.51")))
                .containsExactly(
                        "WARN /priceBand: The band is too wide to stop a mis-price: it accepts buys up to 1.51"
                                + " times the reference (1.5 is usual) and sells down to 0.49 times the reference (0.5 is usual)");
    }

    @Test
    void narrow_marketThatDoesNotTrade_isNotJudged() {
        SpotMarket halted = bitcoin()
                .status(TradingStatus.HALTED)
                .priceBand(band("0.1", "9"))
                .build();

        assertThat(Said.document("D-BND-02", halted)).isEmpty();
        assertThat(Said.document(
                        "D-BND-02",
                        perpetual().tradeable(false).priceBand(band("0.1", "9")).build()))
                .isEmpty();
        assertThat(Said.document(
                        "D-BND-02", perpetual().priceBand(band("0.1", "9")).build()))
                .hasSize(1);
    }

    @Test
    void present_noBandOnAnyMarketOfTheKind_isInconclusive() {
        assertThat(Said.document("D-BND-02", bitcoin().build()))
                .containsExactly("lacks published price band of any spot-market");
        assertThat(Said.snapshot(
                        "D-BND-02", snapshot(banded("0.9", "1.1"), perpetual().build()), ChangeContext.none()))
                .containsExactly("lacks published price band of any futures-contract");
    }

    @Test
    void present_othersOfTheKindHaveOne_isAWarning() {
        SpotMarket bare =
                bitcoin().id("ETHUSD").altName("ETHUSD").wsName("ETH/USD").build();

        assertThat(Said.snapshot("D-BND-02", snapshot(banded("0.9", "1.1"), bare), ChangeContext.none()))
                .containsExactly("WARN : The market trades without a price band, unlike 1 of the venue's 2 open"
                        + " spot-markets");
    }

    @Test
    void alwaysOn_oneBreakerOfSeveralHolds_isEnough() {
        assertThat(Said.document(
                        "D-BND-03",
                        bitcoin()
                                .addCircuitBreakers(breaker("0.1", false), breaker("0.2", true))
                                .build()))
                .isEmpty();
        assertThat(Said.document(
                        "D-BND-03",
                        bitcoin()
                                .addCircuitBreakers(breaker("0.1", false), breaker("0.2", false))
                                .build()))
                .containsExactly(
                        "ERROR /circuitBreakers/0/appliesOutsideRegularSession: Nothing stops the market outside"
                                + " the regular session: it has no band, and 2 circuit breakers for the regular session only");
        assertThat(Said.document("D-BND-03", bitcoin().build())).isEmpty();
    }

    @Test
    void alwaysOn_band_holdsIfItSaysWhatItDoesWithAStaleReference() {
        assertThat(Said.document("D-BND-03", banded("0.9", "1.1")))
                .containsExactly("lacks what the price band does while its reference is stale");
        assertThat(Said.document(
                        "D-BND-03",
                        with(mark("0.9", "1.1")
                                .onStaleReference(StaleReferenceAction.REJECT)
                                .build())))
                .isEmpty();
    }

    @Test
    void moved_removedBandBoundOrBreakers_areErrors() {
        assertThat(Said.change("T-BND-01", banded("0.9", "1.1"), bitcoin().build(), ChangeContext.none()))
                .containsExactly("ERROR /priceBand: The price band is removed: orders at any price are accepted");
        assertThat(Said.change(
                        "T-BND-01",
                        with(mark("0.9", "1.1").build()),
                        with(PriceBand.builder()
                                .reference(PriceReference.MARK)
                                .sellDown(Rate.of("0.9"))
                                .build()),
                        ChangeContext.none()))
                .containsExactly("ERROR /priceBand/buyUp: The band's buyUp is removed; it was 1.1");
        assertThat(Said.change(
                        "T-BND-01",
                        bitcoin().addCircuitBreakers(breaker("0.1", true)).build(),
                        bitcoin().build(),
                        ChangeContext.none()))
                .containsExactly(
                        "ERROR /circuitBreakers: The circuit breakers are removed: nothing stops the market when"
                                + " it moves too fast");
    }

    @Test
    void moved_twiceAsWide_passesAndMoreDoesNot() {
        assertThat(Said.change("T-BND-01", banded("0.9", "1.1"), banded("0.8", "1.2"), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-BND-01", banded("0.9", "1.1"), banded("0.9", "1.21"), ChangeContext.none()))
                .containsExactly("ERROR /priceBand/buyUp: The band is widened 2.1x on one side: buyUp goes from 1.1 to"
                        + " 1.21; up to 2x at once is usual");
        assertThat(Said.change("T-BND-01", bitcoin().build(), banded("0.1", "9"), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-BND-01", banded("1", "1.1"), banded("0.9", "1.1"), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void moved_tighter_countsOrdersThatWereInside() {
        ChangeContext context = ChangeContext.builder()
                .put(
                        RuleInput.RESTING_ORDERS,
                        BITCOIN,
                        RestingOrders.builder()
                                .add("edge", Side.SELL, Price.of("95"), Quantity.of("1"))
                                .add("low", Side.SELL, Price.of("94.9"), Quantity.of("1"))
                                .add("outside", Side.SELL, Price.of("85"), Quantity.of("1"))
                                .add("buy", Side.BUY, Price.of("20"), Quantity.of("1"))
                                .build())
                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("100"))
                .build();

        assertThat(Said.change("T-BND-01", banded("0.9", "1.1"), banded("0.95", "1.1"), context))
                .containsExactly(
                        "ERROR /priceBand: 1 open order of 4 (25.0 %) fall outside the narrowed band around the"
                                + " price of 100, such as low");
        assertThat(Said.change("T-BND-01", banded("0.9", "1.1"), banded("0.94", "1.1"), context))
                .isEmpty();
        assertThat(Said.change("T-BND-01", banded("0.9", "1.1"), banded("0.95", "1.1"), ChangeContext.none()))
                .containsExactly("lacks mark price, resting orders");
    }

    @Test
    void moved_tighterOnAnySide_isSeen() {
        ChangeContext context = ChangeContext.builder()
                .put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book())
                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("50000"))
                .build();
        SpotMarket before = with(mark("0.5", "1.5").build());

        assertThat(Said.change(
                        "T-BND-01",
                        before,
                        with(mark("0.5", "1.5").buyDown(Rate.of("0.9999")).build()),
                        context))
                .singleElement()
                .asString()
                .contains("1 open order of 10");
        assertThat(Said.change(
                        "T-BND-01",
                        before,
                        with(mark("0.5", "1.5").sellUp(Rate.of("1.0001")).build()),
                        context))
                .singleElement()
                .asString()
                .contains("2 open orders of 10");
        assertThat(Said.change("T-BND-01", before, with(mark("0.5", "0.99999").build()), context))
                .singleElement()
                .asString()
                .contains("1 open order of 10");
    }

    @Test
    void moved_bandForAggressiveOrdersOnly_doesNotConcernThoseThatRest() {
        SpotMarket after =
                with(mark("0.95", "1.1").appliesTo(BandScope.AGGRESSIVE_ONLY).build());

        assertThat(Said.change("T-BND-01", with(mark("0.9", "1.1").build()), after, ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void bandScenario_historyMissingShortOrUnfit_isInconclusive() {
        SpotMarket before = banded("0.95", "1.05");
        SpotMarket after = banded("0.94", "1.06");

        assertThat(Said.change("S-BND", before, after, ChangeContext.none())).containsExactly("lacks price history");
        assertThat(Said.change("S-BND", before, after, past("100", "101")))
                .containsExactly("lacks price history of 90 days");
        assertThat(Said.change("S-BND", before, after, past())).containsExactly("lacks price history with bars");
        assertThat(Said.change("S-BND", before, after, past("100", "0")))
                .containsExactly("lacks price history of positive prices");
        assertThat(Said.change("S-BND", before, banded("0.9400000001", "1.06"), past("100", "101")))
                .containsExactly("lacks band or breaker of at most 9 digits");
        assertThat(Said.change(
                        "S-BND", before, bitcoin().priceBand(before.priceBand()).build(), past("100")))
                .isEmpty();
    }

    @Test
    void bandScenario_moreFalseAlarms_areAWarning() {
        // Four falls of 2 % in minutes: a band of 1 % acts each time, one of 3 % never.
        List<String> lines = Said.change(
                "S-BND",
                banded("0.97", "1.03"),
                banded("0.99", "1.03"),
                past("100", "98", "98", "96.04", "96.04", "96", "94", "94"));

        assertThat(lines)
                .contains("WARN /priceBand: The new band or breakers would have acted 3 times in 0.0 days outside every"
                        + " crash, the old ones 0 times; up to 1 in 30 days is usual");
        assertThat(Said.change("S-BND", banded("0.99", "1.03"), banded("0.99", "1.04"), past("100", "98", "98")))
                .containsExactly("lacks price history of 90 days");
    }

    /** 90 days of which only some minutes are known, with falls of 2 % that a band of 1 % stops. */
    private static ChangeContext quarter(int falls, int secondsLess) {
        long begin = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
        long[] seconds = new long[2 * falls + 1];
        long[] closes = new long[2 * falls + 1];
        for (int fall = 0; fall < falls; fall++) {
            seconds[2 * fall] = begin + fall * 86_400L;
            seconds[2 * fall + 1] = seconds[2 * fall] + 60;
            closes[2 * fall] = 100;
            closes[2 * fall + 1] = 98;
        }
        seconds[2 * falls] = begin + 90 * 86_400L - 60 - secondsLess;
        closes[2 * falls] = 98;
        return ChangeContext.builder()
                .put(
                        RuleInput.PRICE_HISTORY,
                        BITCOIN,
                        PriceHistory.ofCloses(Duration.ofMinutes(1), seconds, DecimalColumn.of(closes, 0)))
                .build();
    }

    @Test
    void bandScenario_oneFalseAlarmAMonth_isUsualAndMoreAreNot() {
        SpotMarket before = banded("0.97", "1.03");
        SpotMarket after = banded("0.99", "1.03");

        assertThat(Said.change("S-BND", before, after, quarter(3, 0))).isEmpty();
        assertThat(Said.change("S-BND", before, after, quarter(3, 1))).contains("lacks price history of 90 days");
        assertThat(Judged.findings("S-BND", Markets.snapshot(before), Markets.snapshot(after), quarter(4, 0)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsEntry("falseAlarmsAfter", "4")
                        .containsEntry("days", "90.0"));
    }

    @Test
    void bandScenario_missedCrash_isShownWithItsFigures() {
        ConfigSnapshot before = Markets.snapshot(
                bitcoin().addCircuitBreakers(breaker("0.05", true)).build());
        ConfigSnapshot after = Markets.snapshot(
                bitcoin().addCircuitBreakers(breaker("0.2", true)).build());

        assertThat(Judged.findings("S-BND", before, after, past("100", "100", "88")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("crashesNewlyMissed", "1"));
        assertThat(Validator.of(Catalogue.standard())
                        .assess(before, after, past("100", "101"))
                        .scenarios())
                .extracting(ScenarioResult::scenario)
                .containsExactly("S-BND");
    }

    @Test
    void bandScenario_breakersChanged_isFoundThere() {
        List<String> lines = Said.change(
                "S-BND",
                bitcoin().addCircuitBreakers(breaker("0.05", true)).build(),
                bitcoin().addCircuitBreakers(breaker("0.2", true)).build(),
                past("100", "100", "88"));

        assertThat(lines)
                .contains(
                        "ERROR /circuitBreakers: The new band or breakers miss 1 crash of 1 in 0.0 days that the old ones"
                                + " would have met, such as 2026-01-01T00:02:00Z from 100 to 88 (-12 %)");
    }

    private static ChangeContext past(String... closes) {
        return ChangeContext.builder()
                .put(RuleInput.PRICE_HISTORY, BITCOIN, history(closes))
                .build();
    }
}
