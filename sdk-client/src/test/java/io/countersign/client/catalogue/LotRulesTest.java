package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.LotExamples.BITCOIN;
import static io.countersign.client.catalogue.SizeExamples.sizes;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.Side;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import org.junit.jupiter.api.Test;

class LotRulesTest {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();
    private static final ChangeContext KNOWN = LotExamples.known();

    private static SpotMarket spot(String lot, String least, String most) {
        return bitcoin().sizeRule(sizes(lot, least, most)).build();
    }

    private static FuturesContract contract(String lot) {
        return perpetual().sizeRule(sizes(lot, lot, "1000000")).build();
    }

    /** 15 contracts long, 20 short and 7 long, from 8,000. */
    private static ChangeContext.Builder positions() {
        Price entry = Price.of("8000");
        Notional collateral = Notional.of("1");
        return ChangeContext.builder()
                .put(
                        RuleInput.POSITIONS,
                        PERPETUAL,
                        Positions.builder()
                                .addLong("fifteen", "", Contracts.of("15"), entry, collateral)
                                .addShort("twenty", "", Contracts.of("20"), entry, collateral)
                                .addLong("seven", "", Contracts.of("7"), entry, collateral)
                                .build())
                .put(RuleInput.MARK_PRICE, PERPETUAL, entry);
    }

    @Test
    void dust_finerLot_leavesNoneAndNeedsNothing() {
        assertThat(Said.change("T-LOT-01", spot("0.1", "1", "9"), spot("0.01", "1", "9"), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-LOT-01", contract("10"), contract("5"), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void dust_balances_areThoseOfTheBaseAsset() {
        assertThat(Said.change("T-LOT-01", spot("0.001", "1", "9"), spot("0.01", "1", "9"), KNOWN))
                .containsExactly(
                        "ERROR /sizeRule/lotStep: The lot step goes from 0.001 to 0.01 and leaves dust in 2"
                                + " balances of 3 (66.7 %): 0.009 XXBT in all cannot be traded away; decide what happens to it");
        assertThat(Said.change("T-LOT-01", spot("0.1", "1", "9"), spot("0.25", "1", "9"), ChangeContext.none()))
                .containsExactly("lacks balances");
    }

    @Test
    void dust_positions_areJudgedLongAndShort() {
        assertThat(Said.change(
                        "T-LOT-01", contract("1"), contract("10"), positions().build()))
                .containsExactly(
                        "ERROR /sizeRule/lotStep: The lot step goes from 1 to 10 and leaves dust in 2 open"
                                + " positions of 3 (66.7 %): 12 contracts in all cannot be traded away; decide what happens to it");
        assertThat(Said.change("T-LOT-01", contract("1"), contract("10"), ChangeContext.none()))
                .containsExactly("lacks open positions");
    }

    @Test
    void dust_holdingsOffTheOldLotAlready_areNotTheChangesDoing() {
        // 15 and 20 are whole lots of 5, 7 was none before.
        assertThat(Said.change(
                        "T-LOT-01", contract("5"), contract("10"), positions().build()))
                .singleElement()
                .asString()
                .contains("leaves dust in 1 open position of 3 (33.3 %): 5 contracts");
    }

    @Test
    void dust_lotUnknownOrZero_isNotJudged() {
        SpotMarket without = bitcoin().sizeRule(SizeRule.builder().build()).build();

        assertThat(Said.change("T-LOT-01", without, spot("1", "1", "9"), KNOWN)).isEmpty();
        assertThat(Said.change("T-LOT-01", spot("1", "1", "9"), without, KNOWN)).isEmpty();
        assertThat(Said.change("T-LOT-01", spot("1", "1", "9"), spot("0", "1", "9"), KNOWN))
                .isEmpty();
    }

    @Test
    void minimum_raisedQuantity_countsOrdersThatMetTheOldOne() {
        // Quantities of the book: 1 2 1 0.5 1 1 1 3 1 0.25.
        assertThat(Said.change("T-MIN-01", spot("0.01", "0.25", "9"), spot("0.01", "0.5", "9"), KNOWN))
                .containsExactly(
                        "ERROR /sizeRule/minQuantity: 1 open order of 10 (10.0 %) fall below the new minimum of"
                                + " 0.5 XXBT");
        assertThat(Said.change("T-MIN-01", spot("0.01", "0.3", "9"), spot("0.01", "0.5", "9"), KNOWN))
                .isEmpty();
        assertThat(Said.change("T-MIN-01", spot("0.01", "0.5", "9"), spot("0.01", "0.25", "9"), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-MIN-01", spot("0.01", "0.25", "9"), spot("0.01", "0.5", "9"), ChangeContext.none()))
                .containsExactly("lacks resting orders");
    }

    @Test
    void minimum_severalOrdersBelow_namesTheFirst() {
        assertThat(Judged.findings(
                        "T-MIN-01", snapshot(spot("0.01", "0.25", "9")), snapshot(spot("0.01", "1", "9")), KNOWN))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsEntry("ordersBelow", "2")
                        .containsEntry("sample", "b4"));
    }

    @Test
    void minimum_shareAtTheThreshold_isAWarning() {
        RestingOrders.Builder orders = RestingOrders.builder();
        for (int i = 0; i < 20; i++) {
            orders.add("o" + i, Side.BUY, Price.of("10"), Quantity.of(i == 7 ? "1" : "2"));
        }
        ChangeContext twenty = ChangeContext.builder()
                .put(RuleInput.RESTING_ORDERS, BITCOIN, orders.build())
                .build();

        assertThat(Said.change("T-MIN-01", spot("1", "1", "9"), spot("1", "2", "9"), twenty))
                .containsExactly(
                        "WARN /sizeRule/minQuantity: 1 open order of 20 (5.0 %) fall below the new minimum of 2 XXBT");
    }

    @Test
    void minimum_raisedValue_countsPriceTimesQuantity() {
        // 0.25 at 50,011.7 are worth 12,502.925.
        assertThat(Said.change("T-MIN-01", valued("1"), valued("12502.925"), KNOWN))
                .isEmpty();
        assertThat(Said.change("T-MIN-01", valued("1"), valued("12502.926"), KNOWN))
                .containsExactly(
                        "ERROR /notionalRule/minNotional: 1 open order of 10 (10.0 %) fall below the new minimum"
                                + " of 12502.926 ZUSD");
        assertThat(Judged.findings("T-MIN-01", snapshot(valued("1")), snapshot(valued("12502.926")), KNOWN))
                .singleElement()
                .satisfies(finding -> assertThat(finding.after()).contains("12502.926"));
    }

    private static SpotMarket valued(String least) {
        return bitcoin()
                .notionalRule(
                        NotionalRule.builder().minNotional(Notional.of(least)).build())
                .build();
    }

    @Test
    void minimum_contract_isCountedInContracts() {
        ChangeContext orders = ChangeContext.builder()
                .put(
                        RuleInput.RESTING_ORDERS,
                        PERPETUAL,
                        RestingOrders.builder()
                                .add("a", Side.BUY, Price.of("8000"), Contracts.of("4"))
                                .add("b", Side.BUY, Price.of("8000"), Contracts.of("5"))
                                .build())
                .build();
        FuturesContract five = perpetual().sizeRule(sizes("1", "5", "9")).build();

        assertThat(Said.change("T-MIN-01", contract("1"), five, orders))
                .containsExactly(
                        "ERROR /sizeRule/minQuantity: 1 open order of 2 (50.0 %) fall below the new minimum of 5"
                                + " contracts");
        // One inverse contract is worth a dollar at any price: a least value of 5 is 5 contracts.
        assertThat(Said.change(
                        "T-MIN-01",
                        contract("1"),
                        perpetual()
                                .sizeRule(sizes("1", "1", "1000000"))
                                .notionalRule(NotionalRule.builder()
                                        .minNotional(Notional.of("5"))
                                        .build())
                                .build(),
                        orders))
                .containsExactly(
                        "ERROR /notionalRule/minNotional: 1 open order of 2 (50.0 %) fall below the new minimum of"
                                + " 5 USD");
        assertThat(Said.change(
                        "T-MIN-01",
                        contract("1"),
                        perpetual()
                                .contractSizeUnit(SizeUnit.BASE)
                                .sizeRule(sizes("1", "5", "9"))
                                .build(),
                        orders))
                .containsExactly("lacks computable contract size (see D-PAY-01)");
    }

    @Test
    void maximum_order_isJudgedAgainstTheLargest() {
        assertThat(Said.change("T-MAX-01", spot("1", "1", "9"), spot("1", "1", "3"), KNOWN))
                .isEmpty();
        assertThat(Said.change("T-MAX-01", spot("1", "1", "9"), spot("1", "1", "1"), KNOWN))
                .containsExactly(
                        "ERROR /sizeRule/maxQuantity: The new greatest order of 1 XXBT is below 2 open orders of"
                                + " 10; the largest is s3 with 3");
        assertThat(Said.change("T-MAX-01", spot("1", "1", "2"), spot("1", "1", "9"), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change(
                        "T-MAX-01",
                        bitcoin().sizeRule(SizeRule.builder().build()).build(),
                        spot("1", "1", "2"),
                        KNOWN))
                .hasSize(1);
        assertThat(Said.change("T-MAX-01", spot("1", "1", "9"), spot("1", "1", "3"), ChangeContext.none()))
                .containsExactly("lacks resting orders");
    }

    @Test
    void maximum_keptBelowWhatIsThere_isNotTheChangesDoing() {
        assertThat(Said.change("T-MAX-01", spot("1", "1", "2"), spot("2", "1", "2"), KNOWN))
                .isEmpty();
    }

    @Test
    void maximum_lowered_showsOldAndNewAndTheFirstOfTheLargest() {
        RestingOrders orders = RestingOrders.builder()
                .add("a", Side.BUY, Price.of("10"), Quantity.of("2"))
                .add("b", Side.BUY, Price.of("10"), Quantity.of("3"))
                .add("c", Side.BUY, Price.of("10"), Quantity.of("3"))
                .build();
        ChangeContext context = ChangeContext.builder()
                .put(RuleInput.RESTING_ORDERS, BITCOIN, orders)
                .build();

        assertThat(Judged.findings("T-MAX-01", snapshot(spot("1", "1", "9")), snapshot(spot("1", "1", "1")), context))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.before()).contains("9");
                    assertThat(finding.after()).contains("1");
                    assertThat(finding.evidence()).containsEntry("sample", "b");
                });
    }

    @Test
    void maximum_position_isJudgedInItsUnit() {
        assertThat(Said.change(
                        "T-MAX-01",
                        limited("30", SizeUnit.CONTRACTS),
                        limited("20", SizeUnit.CONTRACTS),
                        positions().build()))
                .isEmpty();
        assertThat(Said.change(
                        "T-MAX-01",
                        limited("30", SizeUnit.CONTRACTS),
                        limited("14", SizeUnit.CONTRACTS),
                        positions().build()))
                .containsExactly(
                        "ERROR /maxPosition: The new greatest position of 14 contracts is below 2 open positions of"
                                + " 3; the largest is that of twenty with 20");
        // 20 inverse contracts are 0.0025 bitcoin at 8,000.
        assertThat(Said.change(
                        "T-MAX-01",
                        limited("1", SizeUnit.BASE),
                        limited("0.0024", SizeUnit.BASE),
                        positions().build()))
                .containsExactly(
                        "ERROR /maxPosition: The new greatest position of 0.0024 base is below 1 open position of"
                                + " 3; the largest is that of twenty with 0.0025");
    }

    @Test
    void maximum_positionInAnotherUnit_isJudgedAsNew() {
        assertThat(Said.change(
                        "T-MAX-01",
                        limited("10", SizeUnit.BASE),
                        limited("19", SizeUnit.CONTRACTS),
                        positions().build()))
                .hasSize(1);
        assertThat(Said.change(
                        "T-MAX-01",
                        limited("10", SizeUnit.CONTRACTS),
                        limited("19", SizeUnit.CONTRACTS),
                        positions().build()))
                .isEmpty();
    }

    @Test
    void maximum_openInterest_isTheLongSide() {
        assertThat(Said.change(
                        "T-MAX-01", capped("100"), capped("22"), positions().build()))
                .isEmpty();
        assertThat(Said.change(
                        "T-MAX-01", capped("100"), capped("21"), positions().build()))
                .containsExactly(
                        "ERROR /openInterestCap: The open interest of 22 contracts is above the new cap of 21");
        assertThat(Said.change(
                        "T-MAX-01", capped("20"), capped("21"), positions().build()))
                .isEmpty();
        FuturesContract inBitcoin = perpetual()
                .openInterestCap(Amount.of("20"))
                .maxPositionUnit(SizeUnit.BASE)
                .build();
        assertThat(Said.change("T-MAX-01", inBitcoin, capped("21"), positions().build()))
                .hasSize(1);
    }

    @Test
    void maximum_somethingUnknown_isInconclusive() {
        FuturesContract base = limited("1", SizeUnit.BASE);
        FuturesContract lower = limited("0.5", SizeUnit.BASE);

        assertThat(Said.change("T-MAX-01", base, lower, ChangeContext.none()))
                .containsExactly("lacks mark price, open positions");
        assertThat(Said.change(
                        "T-MAX-01",
                        limited("9", SizeUnit.CONTRACTS),
                        limited("5", SizeUnit.CONTRACTS),
                        ChangeContext.none()))
                .containsExactly("lacks open positions");
        assertThat(Said.change(
                        "T-MAX-01",
                        perpetual().maxPosition(Amount.of("9")).build(),
                        perpetual().maxPosition(Amount.of("5")).build(),
                        positions().build()))
                .containsExactly("lacks unit of the greatest position");
        assertThat(Said.change(
                        "T-MAX-01",
                        limited("9", SizeUnit.QUANTO_MULTIPLIER),
                        limited("5", SizeUnit.QUANTO_MULTIPLIER),
                        positions().build()))
                .containsExactly("lacks computable contract size (see D-PAY-01)");
    }

    private static FuturesContract limited(String most, SizeUnit unit) {
        return perpetual().maxPosition(Amount.of(most)).maxPositionUnit(unit).build();
    }

    private static FuturesContract capped(String most) {
        return perpetual()
                .openInterestCap(Amount.of(most))
                .maxPositionUnit(SizeUnit.CONTRACTS)
                .build();
    }

    @Test
    void lotScenario_contractInputsUnknown_namesThem() {
        assertThat(Said.change("S-LOT", contract("1"), contract("10"), ChangeContext.none()))
                .containsExactly("lacks mark price, open positions, resting orders");
        assertThat(Said.change("S-LOT", spot("1", "1", "9"), spot("2", "2", "9"), ChangeContext.none()))
                .containsExactly("lacks balances, mark price, resting orders");
        assertThat(Said.change("S-LOT", spot("1", "1", "9"), spot("1", "1", "5"), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void lotScenario_positionsSmallerThanTheSmallestOrder_areCountedNewlyOnly() {
        ChangeContext context = positions()
                .put(
                        RuleInput.RESTING_ORDERS,
                        PERPETUAL,
                        RestingOrders.builder()
                                .add("a", Side.BUY, Price.of("8000"), Contracts.of("4"))
                                .add("b", Side.BUY, Price.of("8000"), Contracts.of("50"))
                                .build())
                .build();

        assertThat(Said.change("S-LOT", contract("1"), contract("10"), context))
                .containsExactly(
                        "WARN /sizeRule/lotStep: The new lot step does not divide 1 open order of 2 (50.0 %): their price"
                                + " alone cannot be amended",
                        "ERROR /sizeRule/minQuantity: No order closes 1 position of 3 (33.3 %) any more: smaller than the"
                                + " smallest order of 10 contracts");
        assertThat(Said.change("S-LOT", contract("10"), contract("20"), context))
                .anySatisfy(line -> assertThat(line).contains("No order closes 1 position of 3"));
    }

    /** Longs of 10 contracts, and a short of one that an order of 10 cannot close. */
    private static ChangeContext tens(int count, boolean one) {
        Positions.Builder positions = Positions.builder();
        for (int i = 0; i < count; i++) {
            positions.addLong("ten" + i, "", Contracts.of("10"), Price.of("8000"), Notional.of("1"));
        }
        if (one) {
            positions.addShort("one", "", Contracts.of("1"), Price.of("8000"), Notional.of("1"));
        }
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, positions.build())
                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000"))
                .put(
                        RuleInput.RESTING_ORDERS,
                        PERPETUAL,
                        RestingOrders.builder().build())
                .build();
    }

    @Test
    void lotScenario_aTwentiethOfTheHoldings_isAWarningAndMoreIsAnError() {
        ConfigSnapshot before = Markets.snapshot(contract("1"));
        ConfigSnapshot after = Markets.snapshot(contract("10"));

        assertThat(Judged.findings("S-LOT", before, after, tens(19, true)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.evidence())
                            .containsEntry("holdingsUnclosable", "1")
                            .containsEntry("holdings", "20");
                });
        assertThat(Judged.findings("S-LOT", before, after, tens(18, true)))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void lotScenario_everythingCanBeClosed_isShownAndSaysNothing() {
        Validation validation = Validator.of(Catalogue.standard())
                .assess(Markets.snapshot(contract("1")), Markets.snapshot(contract("10")), tens(3, false));

        assertThat(validation.report().of("S-LOT")).isEmpty();
        assertThat(validation.scenarios()).extracting(ScenarioResult::scenario).contains("S-LOT");
    }

    @Test
    void lotScenario_nothingThatCanBePlayed_isInconclusive() {
        assertThat(Said.change("S-LOT", spot("1", "1", "9"), spot("0", "1", "9"), KNOWN))
                .containsExactly("lacks positive lot step");
        assertThat(Said.change(
                        "S-LOT",
                        contract("1"),
                        perpetual()
                                .contractSizeUnit(SizeUnit.BASE)
                                .sizeRule(sizes("2", "2", "9"))
                                .build(),
                        positions()
                                .put(RuleInput.RESTING_ORDERS, PERPETUAL, Markets.book())
                                .build()))
                .containsExactly("lacks computable contract size (see D-PAY-01)");
        ChangeContext worthNothing = KNOWN.toBuilder()
                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("0.000000000000000001"))
                .build();
        assertThat(Said.change("S-LOT", valued("1"), valued("1000000"), worthNothing))
                .containsExactly("lacks order worth the least value (see D-NOT-02)");
    }
}
