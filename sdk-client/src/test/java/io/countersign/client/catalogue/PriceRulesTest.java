package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.PriceExamples.priceKnown;
import static io.countersign.client.catalogue.PriceExamples.step;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.client.live.DownstreamSystems;
import io.countersign.client.live.DownstreamSystems.DownstreamSystem;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import org.junit.jupiter.api.Test;

class PriceRulesTest {
    private static PriceRule.Builder tick(String tick) {
        return PriceRule.builder().tickSize(TickSize.of(tick)).pricePrecision(4);
    }

    private static SpotMarket market(PriceRule.Builder rule) {
        return bitcoin().priceRule(rule.build()).build();
    }

    @Test
    void ladder_boundOffEitherTick_isBlockedForThatTick() {
        assertThat(Said.document("D-PRC-01", market(tick("2").addTickLadder(step("0", "2"), step("15", "5")))))
                .containsExactly(
                        "BLOCK /priceRule/tickLadder/abovePrice=15/abovePrice: The tick ladder's step from 15 does"
                                + " not meet the one below: its bound is not a multiple of the tick size 2 below it");
        assertThat(Said.document("D-PRC-01", market(tick("2").addTickLadder(step("0", "2"), step("14", "5")))))
                .singleElement()
                .asString()
                .endsWith("the tick size 5 that begins there");
        assertThat(Said.document("D-PRC-01", market(tick("2").addTickLadder(step("0", "2"), step("20", "5")))))
                .isEmpty();
    }

    @Test
    void ladder_ticksThatDoNotGrow_areAWarning() {
        assertThat(Said.document(
                        "D-PRC-01", market(tick("2").addTickLadder(step("0", "2"), step("10", "2"), step("20", "1")))))
                .containsExactly(
                        "WARN /priceRule/tickLadder/abovePrice=10/tickSize: The tick size 2 from 10 is not larger than the"
                                + " one below it, 2: a ladder's ticks usually grow with the price",
                        "WARN /priceRule/tickLadder/abovePrice=20/tickSize: The tick size 1 from 20 is not larger than the"
                                + " one below it, 2: a ladder's ticks usually grow with the price");
    }

    @Test
    void derivedTick_anyRuleAboutIt_isInconclusive() {
        SpotMarket derived = market(tick("0.0001").tickDerived(true));

        assertThat(Said.document("D-PRC-01", derived)).containsExactly("lacks published tick size");
        assertThat(Said.document("D-PRC-06", derived, priceKnown("0.0001")))
                .containsExactly("lacks published tick size");
    }

    @Test
    void precision_ladder_isJudgedByTheTickWithMostDigits() {
        PriceRule.Builder rule = tick("0.25").addTickLadder(step("0", "0.01"), step("1", "0.25"), step("5", "0.5"));

        assertThat(Said.document("D-PRC-02", market(rule.pricePrecision(2)))).isEmpty();
        assertThat(Said.document("D-PRC-02", market(rule.pricePrecision(1))))
                .containsExactly(
                        "ERROR /priceRule/pricePrecision: A price precision of 1 digit cannot show a tick of 0.01,"
                                + " which needs 2: prices would be shown wrong, small ones as zero");
    }

    @Test
    void bounds_ladder_areJudgedByTheTickThatHoldsThere() {
        PriceRule.Builder rule = tick("1").addTickLadder(step("0", "1"), step("100", "10"));

        assertThat(Said.document("D-PRC-03", market(rule.minPrice(Price.of("3")).maxPrice(Price.of("1000")))))
                .isEmpty();
        assertThat(Said.document("D-PRC-03", market(rule.maxPrice(Price.of("1003")))))
                .containsExactly(
                        "ERROR /priceRule/maxPrice: The price bound 1003 is not a multiple of the tick size 10");
        assertThat(Said.document(
                        "D-PRC-03", market(rule.minPrice(Price.of("2000")).maxPrice(Price.of("1000")))))
                .containsExactly("ERROR /priceRule/minPrice: The least price 2000 is above the greatest 1000");
        assertThat(Said.document(
                        "D-PRC-03", market(rule.minPrice(Price.of("1000")).maxPrice(Price.of("1000")))))
                .isEmpty();
    }

    @Test
    void room_boundsAtTheThresholds_passAndOneTickBesideDoNot() {
        ChangeContext at100 = priceKnown("100");

        assertThat(Said.document(
                        "D-PRC-04", market(tick("0.1").minPrice(Price.of("1")).maxPrice(Price.of("1000"))), at100))
                .isEmpty();
        assertThat(Said.document(
                        "D-PRC-04", market(tick("0.1").minPrice(Price.of("1.1")).maxPrice(Price.of("999.9"))), at100))
                .containsExactlyInAnyOrder(
                        "WARN /priceRule/minPrice: The least price 1.1 is near the price of 100 and can trap the market"
                                + " there; at most 1 leaves it room",
                        "WARN /priceRule/maxPrice: The greatest price 999.9 is near the price of 100 and can trap the"
                                + " market there; at least 1000 leaves it room");
    }

    @Test
    void room_leastPriceBelowOneTick_isAWarningUnlessZeroIsMeant() {
        ChangeContext at100 = priceKnown("100");

        assertThat(Said.document("D-PRC-04", market(tick("0.1").minPrice(Price.of("0"))), at100))
                .containsExactly(
                        "WARN /priceRule/minPrice: The least price 0 is below one tick of 0.1: set it to one tick,"
                                + " or leave it out");
        assertThat(Said.document("D-PRC-04", market(tick("0.1").minPrice(Price.of("0.1"))), at100))
                .isEmpty();
        assertThat(Said.document(
                        "D-PRC-04", market(tick("0.1").minPrice(Price.of("0")).allowsZero(true)), at100))
                .isEmpty();
        assertThat(Said.document(
                        "D-PRC-04", market(tick("0.1").minPrice(Price.of("0")).allowsNegative(true)), at100))
                .isEmpty();
        assertThat(Said.document("D-PRC-04", market(tick("0.1").minPrice(Price.of("-1"))), at100))
                .isEmpty();
    }

    @Test
    void room_priceUnknown_isInconclusiveOnlyWhereThereIsABound() {
        assertThat(Said.document("D-PRC-04", market(tick("0.1")))).isEmpty();
        assertThat(Said.document("D-PRC-04", market(tick("0.1").maxPrice(Price.of("9")))))
                .containsExactly("lacks mark price");
        assertThat(Said.document("D-PRC-04", market(tick("0.1").minPrice(Price.of("9")))))
                .containsExactly("lacks mark price");
    }

    @Test
    void belowZero_floorBelowZeroWithoutTheFlag_isBlocked() {
        assertThat(Said.document("D-PRC-05", market(tick("0.1").minPrice(Price.of("-0.1")))))
                .containsExactly(
                        "BLOCK /priceRule/minPrice: The least price is -0.1 and negative prices are not accepted:"
                                + " say which is meant");
        assertThat(Said.document("D-PRC-05", market(tick("0.1").minPrice(Price.of("0")))))
                .isEmpty();
    }

    @Test
    void belowZero_systemsUnknown_isInconclusiveOnlyWhereItMatters() {
        assertThat(Said.document("D-PRC-05", market(tick("0.1")))).isEmpty();
        assertThat(Said.document("D-PRC-05", market(tick("0.1").allowsZero(true))))
                .containsExactly("lacks downstream systems");
        assertThat(Said.document(
                        "D-PRC-05", market(tick("0.1").minPrice(Price.of("-5")).allowsNegative(true))))
                .containsExactly("lacks downstream systems");
    }

    @Test
    void belowZero_systemsThatCannot_areNamedByWhatTheyCannotTake() {
        ChangeContext context = systems(
                new DownstreamSystem("ledger", true, true),
                new DownstreamSystem("risk", false, false),
                new DownstreamSystem("app", true, false));

        assertThat(Said.document("D-PRC-05", market(tick("0.1").allowsZero(true)), context))
                .containsExactly(
                        "BLOCK /priceRule/allowsZero: The market accepts a price of zero, which risk does not take");
        assertThat(Said.document("D-PRC-05", market(tick("0.1").allowsNegative(true)), context))
                .containsExactly(
                        "BLOCK /priceRule/allowsNegative: The market accepts negative prices, which risk, app do"
                                + " not take");
        assertThat(Said.document("D-PRC-05", market(tick("0.1").allowsNegative(true)), systems()))
                .isEmpty();
    }

    @Test
    void belowZero_inverseContract_isBlockedWhateverTheSystemsTake() {
        PriceRule rule = tick("0.5").allowsZero(true).build();

        assertThat(Said.document("D-PRC-05", perpetual().priceRule(rule).build(), systems()))
                .containsExactly(
                        "BLOCK /priceRule/allowsZero: An inverse contract, worth its size over the price, accepts"
                                + " a price of zero: it has no value there");
    }

    private static ChangeContext systems(DownstreamSystem... systems) {
        return ChangeContext.builder()
                .put(RuleInput.DOWNSTREAM_SYSTEMS, DownstreamSystems.of(systems))
                .build();
    }

    @Test
    void relativeTick_atTheThresholds_passesAndBesideThemDoesNot() {
        assertThat(Said.document("D-PRC-06", market(tick("0.1")), priceKnown("100")))
                .isEmpty();
        assertThat(Said.document("D-PRC-06", market(tick("0.1")), priceKnown("100000")))
                .isEmpty();
        assertThat(Said.document("D-PRC-06", market(tick("0.1")), priceKnown("99.9")))
                .containsExactly(
                        "WARN /priceRule/tickSize: The tick of 0.1 is 10 bps of the price of 99.9; usual is from"
                                + " 0.01 to 10");
        assertThat(Said.document("D-PRC-06", market(tick("0.1")), priceKnown("200000")))
                .containsExactly(
                        "WARN /priceRule/tickSize: The tick of 0.1 is 0.005 bps of the price of 200000; usual is"
                                + " from 0.01 to 10");
        assertThat(Said.document("D-PRC-06", market(tick("0.1")))).containsExactly("lacks mark price");
    }

    @Test
    void relativeTick_ladder_isJudgedByTheTickAtThePrice() {
        SpotMarket market = market(tick("0.1").addTickLadder(step("0", "0.1"), step("1000", "1")));

        assertThat(Said.document("D-PRC-06", market, priceKnown("1000"))).isEmpty();
        assertThat(Said.document("D-PRC-06", market, priceKnown("10"))).hasSize(1);
    }

    @Test
    void systems_withoutAName_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DownstreamSystem(" ", true, true))
                .withMessage("A system that receives prices must have a name");
    }
}
