package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.SizeExamples.sizes;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import org.junit.jupiter.api.Test;

class SizeRulesTest {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    private static ChangeContext price(String price) {
        return PriceExamples.priceKnown(price);
    }

    private static NotionalRule values(String least, String most) {
        NotionalRule.Builder rule = NotionalRule.builder();
        if (!least.isEmpty()) {
            rule.minNotional(Notional.of(least));
        }
        if (!most.isEmpty()) {
            rule.maxNotional(Notional.of(most));
        }
        return rule.build();
    }

    private static SpotMarket market(SizeRule sizes, NotionalRule values) {
        return bitcoin().sizeRule(sizes).notionalRule(values).build();
    }

    @Test
    void lots_zeroOrBoundsBesideThem_areBlocked() {
        assertThat(Said.document("D-SIZ-01", market(sizes("0", "1", "10"), values("", ""))))
                .containsExactly("BLOCK /sizeRule/lotStep: The lot step is 0: no order size is a multiple of it");
        assertThat(Said.document("D-SIZ-01", market(sizes("2", "1", "10"), values("", ""))))
                .containsExactly("BLOCK /sizeRule/minQuantity: The least order 1 is below the lot step 2");
        assertThat(Said.document("D-SIZ-01", market(sizes("2", "3", "11"), values("", ""))))
                .containsExactly(
                        "BLOCK /sizeRule/maxQuantity: The greatest order 11 is not a multiple of the lot step 2",
                        "BLOCK /sizeRule/minQuantity: The least order 3 is not a multiple of the lot step 2");
        assertThat(Said.document("D-SIZ-01", market(sizes("2", "2", "10"), values("", ""))))
                .isEmpty();
    }

    @Test
    void leastValue_zeroOrFinerThanCosts_isAnError() {
        NotionalRule.Builder rule = NotionalRule.builder().costDecimals(2);
        SizeRule sizes = sizes("1", "1", "10");

        assertThat(Said.document(
                        "D-NOT-01",
                        market(sizes, rule.minNotional(Notional.of("0.01")).build())))
                .isEmpty();
        assertThat(Said.document(
                        "D-NOT-01",
                        market(sizes, rule.minNotional(Notional.of("0")).build())))
                .containsExactly("ERROR /notionalRule/minNotional: The least order value is 0 ZUSD: leave it out where"
                        + " there is none");
        assertThat(Said.document(
                        "D-NOT-01",
                        market(sizes, rule.minNotional(Notional.of("0.001")).build())))
                .containsExactly(
                        "ERROR /notionalRule/minNotional: The least order value 0.001 ZUSD is finer than costs,"
                                + " which have 2 digits after the point");
    }

    @Test
    void anyLegal_oneSizeThatIsNoWholeLot_isNone() {
        assertThat(Said.document("D-NOT-02", market(sizes("2", "3", "3"), values("", ""))))
                .containsExactly(
                        "ERROR /sizeRule/maxQuantity: No order size is legal: the smallest, 4 XXBT, is above the"
                                + " greatest of 3");
    }

    @Test
    void ordered_marketOrders_areAWarning() {
        SizeRule.Builder rule =
                SizeRule.builder().maxQuantity(Quantity.of("10")).lotStep(Quantity.of("1"));

        assertThat(Said.document("D-SIZ-02", sized(rule.marketMaxQuantity(Quantity.of("10")))))
                .isEmpty();
        assertThat(Said.document("D-SIZ-02", sized(rule.marketMaxQuantity(Quantity.of("11")))))
                .containsExactly("WARN /sizeRule/marketMaxQuantity: The greatest market order 11 is above the greatest"
                        + " order 10");
        assertThat(Said.document(
                        "D-SIZ-02",
                        sized(rule.marketMaxQuantity(Quantity.of("5")).marketMinQuantity(Quantity.of("6")))))
                .containsExactly(
                        "WARN /sizeRule/marketMinQuantity: The least market order 6 is above the greatest market"
                                + " order 5");
        assertThat(Said.document("D-SIZ-02", sized(rule.marketMinQuantity(Quantity.of("5")))))
                .isEmpty();
    }

    @Test
    void ordered_leastMarketOrderWithoutAGreatestOne_isComparedWithTheGreatestOrder() {
        assertThat(Said.document(
                        "D-SIZ-02",
                        sized(SizeRule.builder().maxQuantity(Quantity.of("10")).marketMinQuantity(Quantity.of("11")))))
                .containsExactly(
                        "WARN /sizeRule/marketMinQuantity: The least market order 11 is above the greatest market"
                                + " order 10");
    }

    @Test
    void ordered_leastAboveGreatest_isAnError() {
        assertThat(Said.document("D-SIZ-02", market(sizes("1", "11", "10"), values("", ""))))
                .containsExactly("ERROR /sizeRule/minQuantity: The least order 11 is above the greatest 10");
    }

    private static SpotMarket sized(SizeRule.Builder rule) {
        return bitcoin().sizeRule(rule.build()).build();
    }

    @Test
    void worth_atAFifthAndAtFiveTimes_passesAndBesideDoesNot() {
        SpotMarket market = market(sizes("0.01", "0.01", "10"), values("", ""));

        assertThat(Said.document("D-SIZ-03", market, worth("100", "1"))).isEmpty(); // worth 1
        assertThat(Said.document("D-SIZ-03", market, worth("2500", "1"))).isEmpty(); // worth 25
        assertThat(Said.document("D-SIZ-03", market, worth("99", "1")))
                .containsExactly(
                        "WARN /sizeRule/minQuantity: The smallest order, 0.01 XXBT, is worth 0.99 in the accounting"
                                + " currency, less than a part in 5 of the target of 5");
        assertThat(Said.document("D-SIZ-03", market, worth("1251", "2")))
                .containsExactly("WARN /sizeRule/minQuantity: The smallest order, 0.01 XXBT, is worth 25.02 in the"
                        + " accounting currency, more than 5x the target of 5");
    }

    @Test
    void worth_leastValue_countsWithTheLeastQuantity() {
        SizeRule lots = SizeRule.builder().lotStep(Quantity.of("0.01")).build();

        assertThat(Said.document("D-SIZ-03", market(lots, values("30", "")), worth("100", "1")))
                .containsExactly("WARN /notionalRule/minNotional: The smallest order, 0.3 XXBT, is worth 30 in the"
                        + " accounting currency, more than 5x the target of 5");
        assertThat(Said.document("D-SIZ-03", market(sizes("0.01", "0.01", "9"), values("2", "")), worth("50", "1")))
                .isEmpty();
    }

    @Test
    void worth_somethingUnknown_isInconclusive() {
        SpotMarket market = market(sizes("0.01", "0.01", "10"), values("", ""));
        SizeRule noMinimum = SizeRule.builder().lotStep(Quantity.of("0.01")).build();
        SizeRule noLot = SizeRule.builder().minQuantity(Quantity.of("0.01")).build();

        assertThat(Said.document("D-SIZ-03", market))
                .containsExactly("lacks mark price, value in the accounting currency");
        assertThat(Said.document("D-SIZ-03", market, price("1")))
                .containsExactly("lacks value in the accounting currency");
        assertThat(Said.document("D-SIZ-03", market(noMinimum, values("", "")), worth("1", "1")))
                .containsExactly("lacks published least order");
        assertThat(Said.document("D-SIZ-03", market(noLot, values("", "")), worth("1", "1")))
                .containsExactly("lacks positive lot step");
    }

    private static ChangeContext worth(String price, String quoteValue) {
        return price(price).toBuilder()
                .put(RuleInput.ASSET_VALUE, DocumentId.parse("asset/kraken/ZUSD"), Price.of(quoteValue))
                .build();
    }

    @Test
    void anyLegal_leastValueAtTheGreatestQuantity_passesAndOneLotMoreDoesNot() {
        // 10 lots of 0.1 at 100 are worth 100.
        assertThat(Said.document("D-NOT-02", market(sizes("0.1", "0.1", "1"), values("100", "")), price("100")))
                .isEmpty();
        assertThat(Said.document("D-NOT-02", market(sizes("0.1", "0.1", "1"), values("100.5", "")), price("100")))
                .containsExactly(
                        "ERROR /sizeRule/maxQuantity: No order size is legal at the price of 100: the smallest,"
                                + " 1.1 XXBT, is above the greatest of 1");
    }

    @Test
    void anyLegal_smallestOrderWorthTheGreatestValue_passesAndMoreDoesNot() {
        assertThat(Said.document("D-NOT-02", market(sizes("1", "1", "9"), values("", "100")), price("100")))
                .isEmpty();
        assertThat(Said.document("D-NOT-02", market(sizes("1", "1", "9"), values("", "99")), price("100")))
                .containsExactly("ERROR /notionalRule/maxNotional: No order size is legal at the price of 100: the"
                        + " smallest, 1 XXBT, worth 100 ZUSD, is above the greatest of 99");
    }

    @Test
    void anyLegal_noValueBound_needsNoPrice() {
        SizeRule lotAboveMost = SizeRule.builder()
                .lotStep(Quantity.of("2"))
                .maxQuantity(Quantity.of("1"))
                .build();

        assertThat(Said.document("D-NOT-02", market(sizes("1", "1", "9"), values("", ""))))
                .isEmpty();
        assertThat(Said.document("D-NOT-02", market(lotAboveMost, values("", ""))))
                .containsExactly(
                        "ERROR /sizeRule/maxQuantity: No order size is legal: the smallest, 2 XXBT, is above the"
                                + " greatest of 1");
    }

    @Test
    void anyLegal_nothingBoundsItFromAboveOrLeastAboveGreatest_isNotJudged() {
        SizeRule open = SizeRule.builder().minQuantity(Quantity.of("5")).build();

        assertThat(Said.document("D-NOT-02", market(open, values("5", "")))).isEmpty();
        assertThat(Said.document("D-NOT-02", market(sizes("1", "11", "10"), values("5", "")), price("1")))
                .isEmpty();
    }

    @Test
    void anyLegal_somethingUnknown_isInconclusive() {
        SizeRule noLot = SizeRule.builder().maxQuantity(Quantity.of("5")).build();

        assertThat(Said.document("D-NOT-02", market(noLot, values("", "")))).containsExactly("lacks positive lot step");
        assertThat(Said.document("D-NOT-02", market(sizes("1", "1", "9"), values("5", ""))))
                .containsExactly("lacks mark price");
    }

    @Test
    void anyLegal_noSizeFitsTheLeastValue_isAnError() {
        assertThat(Said.document(
                        "D-NOT-02",
                        market(sizes("1", "1", "9"), values("99999999999999999999", "")),
                        price("0.000000000000000001")))
                .singleElement()
                .asString()
                .startsWith(
                        "ERROR /notionalRule/minNotional: No order size is legal at the price of 0.000000000000000001:"
                                + " none is worth the least value");
    }

    @Test
    void anyLegal_contract_isValuedByItsTerms() {
        // 0.001 base units a contract at 8,000 are worth 8; 13 contracts reach 100, 12 do not.
        FuturesContract linear = perpetual()
                .payoff(Payoff.LINEAR)
                .contractSize(Amount.of("0.001"))
                .contractSizeUnit(SizeUnit.BASE)
                .sizeRule(sizes("1", "1", "12"))
                .notionalRule(values("100", ""))
                .build();
        ChangeContext mark = ChangeContext.builder()
                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000"))
                .build();

        assertThat(Said.document("D-NOT-02", linear, mark))
                .containsExactly(
                        "ERROR /sizeRule/maxQuantity: No order size is legal at the price of 8000: the smallest,"
                                + " 13 contracts, is above the greatest of 12");
        // An inverse contract of one dollar is worth that at any price.
        assertThat(Said.document(
                        "D-NOT-02",
                        perpetual()
                                .sizeRule(sizes("1", "1", "100"))
                                .notionalRule(values("100", ""))
                                .build(),
                        mark))
                .isEmpty();
        assertThat(Said.document(
                        "D-NOT-02",
                        perpetual()
                                .contractSizeUnit(SizeUnit.BASE)
                                .sizeRule(sizes("1", "1", "100"))
                                .notionalRule(values("100", ""))
                                .build(),
                        mark))
                .containsExactly("lacks computable contract size (see D-PAY-01)");
    }
}
